'use strict';

/**
 * Workers of processkit in Node: functions that an application on the JVM calls.
 *
 *     const { Worker } = require('processkit');
 *
 *     const worker = new Worker();
 *     worker.call('price', async (symbol, quantity) => 42 * quantity);   // a method of a Java interface
 *     worker.message((text) => text.toUpperCase());                      // a text from a socket or a bean
 *     worker.run();
 *
 * Run it as a process with `command: [node, worker.js]` and `protocol: wire`. Needs Node 18 and
 * nothing else. The wire is described in docs/control-wire.md.
 */

const { AsyncLocalStorage } = require('node:async_hooks');
const fs = require('node:fs');
const net = require('node:net');
const tty = require('node:tty');

const Type = {
  CONFIGURE: 1, READY: 2, HEARTBEAT: 3, REQUEST: 4, REPLY: 5, FAILURE: 6, STOP: 7,
  PAUSE: 8, RESUME: 9, STATE: 10, NO_REPLY: 11, CALL: 12, CANCEL: 13,
};
const PREAMBLE = Buffer.from('PROC\0\0\0\x01', 'latin1');
const LONGEST = 16 << 20;          // of a frame: type and body
const LONGEST_STACK = 32 << 10;    // of a stack trace, in characters
const MOST_WAITING = 1024;         // messages; a worker that has more stops reading
const LAST_WORDS = 500;            // milliseconds to end once the application is gone

/**
 * One worker: what it answers, and the line to the application.
 *
 * Creating it reads the configuration and takes standard input and output for the line. From then on
 * what the program prints goes to standard error, which is the log of the process. Create it before
 * anything prints, and give programs that you start no 'inherit' as their standard output.
 */
class Worker {

  #line = new Line();
  #calls = new Map();
  #handle = null;
  #concurrency;
  #heartbeat;
  #waiting = [];
  #begun = new Map();
  #paused = false;
  #stopping = false;
  #told = false;
  #current = new AsyncLocalStorage();
  #beat;
  #ended;

  /**
   * @param {{concurrency?: number}} options how many messages and calls are begun and not answered
   * at most
   */
  constructor({ concurrency = 1024 } = {}) {
    if (!(concurrency >= 1)) {
      throw new RangeError(`concurrency must be 1 or more, not ${concurrency}`);
    }
    this.#concurrency = concurrency;
    const configuration = this.#line.configuration();
    /** The name of the process, such as `pricing`. */
    this.name = configuration.get('name');
    /** The instance, such as `pricing-0`. */
    this.instance = configuration.get('instance');
    /** The `args` of the definition: text to text, nested ones with dots. */
    this.args = Object.fromEntries([...configuration]
      .filter(([key]) => key.startsWith('arg.')).map(([key, value]) => [key.slice(4), value]));
    this.#heartbeat = Number(configuration.get('heartbeat-interval'));
  }

  /**
   * Answer calls of a method. Arguments are what JSON makes of the caller's, the result must be what
   * JSON can say, or a promise of it; undefined is null.
   */
  call(name, handler) {
    this.#calls.set(name, handler);
    return this;
  }

  /**
   * Answer messages: texts, with `raw` buffers. The handler returns a text, a buffer, null or
   * undefined for no reply, or a promise of one.
   */
  message(handler, { raw = false } = {}) {
    this.#handle = raw ? handler : (body) => handler(body.toString());
    return this;
  }

  /**
   * The AbortSignal of the call or message that the calling code works on: it is aborted when nobody
   * wants the answer any more. Undefined elsewhere.
   */
  get signal() {
    return this.#current.getStore()?.abort.signal;
  }

  /**
   * What travels beside the arguments of the call that the calling code works on, such as
   * `traceparent`: text to text; empty elsewhere.
   */
  get headers() {
    return this.#current.getStore()?.headers ?? {};
  }

  /**
   * Say that the worker is ready and answer until it is to stop. Returns a promise that is kept once
   * all that was begun is answered; the process then ends as soon as nothing else keeps it alive.
   */
  run() {
    return new Promise((ended) => {
      this.#ended = ended;
      for (const signal of ['SIGTERM', 'SIGINT']) {
        process.on(signal, () => this.#stopUntold());
      }
      this.#beat = setInterval(() => this.#line.send(Type.HEARTBEAT), this.#heartbeat);
      this.#line.listen((type, body) => this.#take(type, body), () => this.#lost());
      this.#line.send(Type.READY);
    });
  }

  #take(type, body) {
    switch (type) {
      case Type.REQUEST:
      case Type.CALL:
        return this.#accept(type, body);
      case Type.CANCEL:
        return this.#cancel(body.readBigInt64BE());
      case Type.STOP:
        this.#told = true;
        return this.#stop();
      case Type.PAUSE:
      case Type.RESUME:
        this.#paused = type === Type.PAUSE;
        this.#line.send(Type.STATE, Buffer.from(this.#paused ? 'paused' : 'running'));
        return this.#advance();
    }
  }

  #accept(type, body) {
    const id = body.readBigInt64BE();
    if (this.#stopping) {
      this.#line.fail(id, 'stopped', `worker ${this.instance} takes no more messages`);
    }
    else if (this.#paused && this.#waiting.length >= MOST_WAITING) {
      this.#line.fail(id, 'busy', `worker ${this.instance} takes no more messages`);
    }
    else {
      this.#waiting.push({ id, type, body, abort: new AbortController() });
      this.#advance();
    }
  }

  #advance() {
    while (!this.#paused && this.#waiting.length > 0 && this.#begun.size < this.#concurrency) {
      const request = this.#waiting.shift();
      this.#begun.set(request.id, request);
      this.#current.run(request, () => this.#work(request));
    }
    this.#line.reading(this.#paused || this.#waiting.length < MOST_WAITING);
  }

  async #work(request) {
    try {
      await (request.type === Type.CALL ? this.#answerCall(request) : this.#answerMessage(request));
    }
    catch (failure) {
      console.error(failure);
      this.#line.fail(request.id, failure?.name ?? typeof failure, failure?.message ?? String(failure),
        failure?.stack ?? '');
    }
    this.#begun.delete(request.id);
    this.#advance();
    this.#endIfDone();
  }

  async #answerCall(request) {
    const { id, body } = request;
    const { method, headers, data } = readCall(body);
    request.headers = headers;
    const handler = this.#calls.get(method);
    if (!handler) {
      const known = [...this.#calls.keys()].sort().join(', ') || 'none';
      return this.#line.fail(id, 'unsupported', `no function answers the call '${method}'; known are: ${known}`);
    }
    const result = await handler(...(data.length > 0 ? JSON.parse(data.toString()) : []));
    const reply = JSON.stringify(result ?? null);
    if (reply === undefined) {
      throw new TypeError(`the result of '${method}' is a ${typeof result}, which JSON cannot say`);
    }
    this.#reply(id, Buffer.from(reply));
  }

  async #answerMessage({ id, body }) {
    if (!this.#handle) {
      return this.#line.fail(id, 'unsupported', `worker ${this.instance} answers no messages`);
    }
    const reply = await this.#handle(body.subarray(8));
    if (reply === null || reply === undefined) {
      this.#line.send(Type.NO_REPLY, idBytes(id));
    }
    else {
      this.#reply(id, Buffer.from(reply));
    }
  }

  #reply(id, data) {
    if (data.length + 9 > LONGEST) {
      this.#line.fail(id, 'reply-too-long', `the reply has ${data.length} bytes, ${LONGEST - 9} are allowed`);
    }
    else {
      this.#line.send(Type.REPLY, idBytes(id), data);
    }
  }

  #cancel(id) {
    this.#begun.get(id)?.abort.abort();
    const at = this.#waiting.findIndex((request) => request.id === id);
    if (at >= 0) {
      this.#waiting.splice(at, 1);
      this.#line.fail(id, 'cancelled', 'cancelled before it was begun');
    }
  }

  #stop() {
    this.#stopping = true;
    for (const { id } of this.#waiting.splice(0)) {
      this.#line.fail(id, 'stopped', `worker ${this.instance} is stopping`);
    }
    this.#line.reading(true);
    this.#endIfDone();
  }

  /** A signal may overtake STOP, and what was sent before STOP would be lost unread. */
  #stopUntold() {
    if (!this.#told) {
      this.#line.send(Type.STATE, Buffer.from('stopping'));
    }
    this.#stop();
  }

  #endIfDone() {
    if (this.#stopping && this.#told && this.#begun.size === 0) {
      clearInterval(this.#beat);
      this.#line.close();
      this.#ended();
    }
  }

  /** The application is gone: what was begun has little time, and nobody to answer to. */
  #lost() {
    setTimeout(() => process.exit(0), LAST_WORDS).unref();
    this.#begun.forEach(({ abort }) => abort.abort());
    this.#told = true;
    this.#stop();
  }

}

/** The two pipes. */
class Line {

  #input = null;
  #rest = [];
  #size = 0;
  #output;

  constructor() {
    if (tty.isatty(0)) {
      throw new Error("a worker talks to an application: start it as a process with 'protocol: wire'");
    }
    const write = process.stdout.write.bind(process.stdout);
    this.#output = (data) => write(data);
    process.stdout.on('error', () => {});       // the application is gone; the end of its own pipe tells so
    process.stdout.write = process.stderr.write.bind(process.stderr);
    this.#output(PREAMBLE);
  }

  configuration() {
    const greeting = readFully(PREAMBLE.length);
    if (!greeting.equals(PREAMBLE)) {
      throw new Error(`standard input begins with ${JSON.stringify(greeting.toString('latin1'))}, `
        + "not with the control wire: use 'protocol: wire'");
    }
    const frame = readFully(readFully(4).readInt32BE());
    return new Map(pairs(readTexts(frame, 5, 2 * frame.readInt32BE(1)).texts));
  }

  listen(onFrame, onEnd) {
    this.#input = new net.Socket({ fd: 0, readable: true, writable: false });
    this.#input.on('data', (chunk) => this.#receive(chunk, onFrame));
    this.#input.on('error', onEnd);
    this.#input.on('end', onEnd);
  }

  reading(wanted) {
    if (wanted === this.#input.isPaused()) {
      wanted ? this.#input.resume() : this.#input.pause();
    }
  }

  /** No more news are awaited: the socket must not keep the process alive. */
  close() {
    this.#input.unref();
  }

  #receive(chunk, onFrame) {
    this.#rest.push(chunk);
    this.#size += chunk.length;
    while (this.#size >= 4) {
      const length = this.#front(4).readInt32BE();
      if (this.#size < 4 + length) {
        return;
      }
      const frame = this.#front(4 + length);
      this.#rest[0] = this.#rest[0].subarray(4 + length);
      this.#size -= 4 + length;
      onFrame(frame[4], frame.subarray(5, 4 + length));
    }
  }

  /** Join chunks only when a frame is complete, so that a long one is copied once. */
  #front(length) {
    if (this.#rest[0].length < length) {
      this.#rest = [Buffer.concat(this.#rest)];
    }
    return this.#rest[0];
  }

  send(type, ...parts) {
    const length = parts.reduce((sum, part) => sum + part.length, 1);
    const head = Buffer.alloc(5);
    head.writeInt32BE(length);
    head[4] = type;
    this.#output(Buffer.concat([head, ...parts]));
  }

  fail(id, kind, message, stack = '') {
    const texts = [kind, message.slice(0, LONGEST_STACK), stack.slice(0, LONGEST_STACK)];
    this.send(Type.FAILURE, idBytes(id), ...texts.flatMap((text) => {
      const data = Buffer.from(text);
      const count = Buffer.alloc(4);
      count.writeInt32BE(data.length);
      return [count, data];
    }));
  }

}

/** Reads standard input while nothing else does. */
function readFully(length) {
  const data = Buffer.alloc(length);
  for (let at = 0; at < length;) {
    const count = fs.readSync(0, data, at, length - at, null);
    if (count === 0) {
      throw new Error('the application is gone');
    }
    at += count;
  }
  return data;
}

function readTexts(body, at, count) {
  const texts = [];
  for (let i = 0; i < count; i++) {
    const length = body.readInt32BE(at);
    texts.push(body.toString('utf8', at + 4, at + 4 + length));
    at += 4 + length;
  }
  return { texts, at };
}

/** A CALL: the name of the method, headers, and the arguments. */
function readCall(body) {
  const { texts: [method], at } = readTexts(body, 8, 1);
  const headers = readTexts(body, at + 4, 2 * body.readInt32BE(at));
  return { method, headers: Object.fromEntries(pairs(headers.texts)), data: body.subarray(headers.at) };
}

function pairs(texts) {
  return texts.flatMap((text, i) => (i % 2 === 0 ? [[text, texts[i + 1]]] : []));
}

function idBytes(id) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(id);
  return bytes;
}

module.exports = { Worker };
