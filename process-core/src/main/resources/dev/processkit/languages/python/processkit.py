"""Workers of processkit in Python: functions that an application on the JVM calls.

    from processkit import Worker

    worker = Worker()

    @worker.call                      # a method of a Java interface
    def price(symbol, quantity):
        return 42 * quantity

    @worker.message                   # a text from a socket or a bean; None is no reply
    def handle(text):
        return text.upper()

    worker.run()

Run it as a process with ``command: [python3, worker.py]`` and ``protocol: wire``. Needs Python 3.8
and nothing else. The wire is described in docs/control-wire.md.
"""

import collections
import functools
import json
import os
import re
import signal
import struct
import sys
import threading
import time
import traceback

__all__ = ["Worker"]

(_CONFIGURE, _READY, _HEARTBEAT, _REQUEST, _REPLY, _FAILURE, _STOP,
 _PAUSE, _RESUME, _STATE, _NO_REPLY, _CALL, _CANCEL) = range(1, 14)

_PREAMBLE = b"PROC\0\0\0\1"
_LONGEST = 16 << 20                 # of a frame: type and body
_LONGEST_STACK = 32 << 10           # of a stack trace, in characters
_MOST_WAITING = 1024                # messages; a worker that has more stops reading
_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_LAST_WORDS = 0.5                   # seconds to end by itself once the application is gone


class Worker:
    """One worker: what it answers, and the line to the application.

    Creating it reads the configuration and takes standard input and output for the line. From then
    on what the program prints, in Python or in native code, goes to standard error, which is the log
    of the process. So create it before anything prints.
    """

    def __init__(self, concurrency=1):
        """Connect. ``concurrency`` is the number of threads that handle messages and calls; with 1
        they are handled one after the other, on the thread that called ``run``."""
        if concurrency < 1:
            raise ValueError(f"concurrency must be 1 or more, not {concurrency}")
        if sys.stdin is not None and sys.stdin.isatty():
            raise RuntimeError("a worker talks to an application: start it as a process with 'protocol: wire'")
        self._concurrency = concurrency
        self._calls = {}
        self._handle = None
        self._line = _Line()
        configuration = self._line.configuration()
        #: The name of the process, such as ``pricing``.
        self.name = configuration["name"]
        #: The instance, such as ``pricing-0``.
        self.instance = configuration["instance"]
        #: The ``args`` of the definition: text to text, nested ones with dots.
        self.args = {key[4:]: value for key, value in configuration.items() if key.startswith("arg.")}
        self._heartbeat = int(configuration["heartbeat-interval"]) / 1000
        self._waiting = collections.deque()
        self._begun = {}
        self._changed = threading.Condition()
        self._paused = False
        self._stopping = False
        self._ended = threading.Event()
        self._told = threading.Event()
        self._current = threading.local()

    def call(self, function=None, *, name=None):
        """Answer calls of a method: as ``@worker.call`` under the function's own name, also in camel
        case (``find_all`` answers ``findAll``), or as ``@worker.call(name="…")``. Arguments are what
        JSON makes of the caller's, the result must be what JSON can say."""
        if function is None:
            return functools.partial(self.call, name=name)
        for known in [name] if name else [function.__name__, _camel_case(function.__name__)]:
            self._calls[known] = function
        return function

    def message(self, function=None, *, raw=False):
        """Answer messages. The function gets a text, with ``raw=True`` bytes, and returns text, bytes
        or ``None`` for no reply."""
        if function is None:
            return functools.partial(self.message, raw=raw)
        self._handle = function if raw else lambda message: function(message.decode("utf-8", "replace"))
        return function

    def cancelled(self):
        """Whether nobody wants the answer any more that this thread works on, or the application is
        gone. A long function may ask now and then, and return: a thread cannot be interrupted."""
        return getattr(self._current, "id", None) is not None and self._begun.get(self._current.id, False)

    def headers(self):
        """What travels beside the arguments of the call that this thread answers, such as
        ``traceparent``: text to text; empty elsewhere."""
        return getattr(self._current, "headers", {})

    def run(self):
        """Say that the worker is ready and answer until it is to stop. What was begun then is
        finished first, and the method returns: close what is to be closed, and let the program end.
        To be called on the main thread, once."""
        for asked in _STOP_SIGNALS:
            # Not on this thread: it may hold the lock that stopping takes.
            signal.signal(asked, lambda *_: threading.Thread(target=self._stop).start())
        threads = [threading.Thread(target=self._work, name=f"worker-{i}") for i in range(1, self._concurrency)]
        for thread in threads:
            thread.start()
        threading.Thread(target=self._listen, name="control", daemon=True).start()
        threading.Thread(target=self._beat, name="heartbeat", daemon=True).start()
        self._line.send(_READY)
        self._work()
        for thread in threads:
            thread.join()
        self._refuse_the_rest()
        self._ended.set()
        for asked in _STOP_SIGNALS:
            # Python would end by one that comes while it closes down.
            signal.signal(asked, signal.SIG_IGN)

    def _refuse_the_rest(self):
        """A signal may overtake STOP, and what was sent before STOP would be lost unread."""
        if not self._told.is_set():
            self._line.send(_STATE, b"stopping")
            self._told.wait()

    def _beat(self):
        while not self._ended.wait(self._heartbeat):
            self._line.send(_HEARTBEAT)

    def _listen(self):
        try:
            for kind, body in iter(self._line.receive, None):
                self._take(kind, body)
        finally:
            # Nobody is there any more: what was begun has little time, and nobody to answer to.
            with self._changed:
                self._begun = dict.fromkeys(self._begun, True)
            self._stop()
            self._told.set()
            time.sleep(_LAST_WORDS)
            os._exit(0)

    def _take(self, kind, body):
        if kind in (_REQUEST, _CALL):
            self._accept(kind, body)
        elif kind == _CANCEL:
            self._cancel(_id(body))
        elif kind == _STOP:
            self._stop()
            self._told.set()
        elif kind in (_PAUSE, _RESUME):
            with self._changed:
                self._paused = kind == _PAUSE
                self._changed.notify_all()
            self._line.send(_STATE, b"paused" if kind == _PAUSE else b"running")

    def _accept(self, kind, body):
        with self._changed:
            self._changed.wait_for(lambda: not self._is_full() or self._paused or self._stopping)
            refusal = "stopped" if self._stopping else "busy" if self._is_full() else None
            if refusal is None:
                self._waiting.append((kind, body))
                self._changed.notify()
        if refusal is not None:
            self._line.fail(_id(body), refusal, f"worker {self.instance} takes no more messages")

    def _is_full(self):
        return len(self._waiting) >= _MOST_WAITING

    def _cancel(self, number):
        with self._changed:
            if number in self._begun:
                self._begun[number] = True
            dropped = [item for item in self._waiting if _id(item[1]) == number]
            for item in dropped:
                self._waiting.remove(item)
        for _ in dropped:
            self._line.fail(number, "cancelled", "cancelled before it was begun")

    def _stop(self):
        with self._changed:
            self._stopping = True
            refused, self._waiting = self._waiting, collections.deque()
            self._changed.notify_all()
        for _, body in refused:
            self._line.fail(_id(body), "stopped", f"worker {self.instance} is stopping")

    def _next(self):
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._waiting and not self._paused)
            if self._stopping:
                return None
            kind, body = self._waiting.popleft()
            self._begun[_id(body)] = False
            self._changed.notify_all()
            return kind, body

    def _work(self):
        for kind, body in iter(self._next, None):
            number = self._current.id = _id(body)
            try:
                self._answer(kind, number, body)
            except BaseException as failure:  # also sys.exit(): the caller's news, not the worker's end
                stack = _stack(failure)
                print(stack, file=sys.stderr, end="")
                self._line.fail(number, _type(failure), str(failure), stack)
            finally:
                self._current.id = None
                self._current.headers = {}
                with self._changed:
                    del self._begun[number]

    def _answer(self, kind, number, body):
        if kind == _CALL:
            method, self._current.headers, arguments = _call(body)
            function = self._calls.get(method)
            if function is None:
                known = ", ".join(sorted(self._calls)) or "none"
                self._line.fail(number, "unsupported", f"no function answers the call '{method}'; known are: {known}")
                return
            result = function(*arguments)
            reply = json.dumps(result, allow_nan=False, separators=(",", ":"))
        elif self._handle is None:
            self._line.fail(number, "unsupported", f"worker {self.instance} answers no messages")
            return
        else:
            reply = self._handle(body[8:])
        if reply is None:
            self._line.send(_NO_REPLY, body[:8])
            return
        data = reply.encode() if isinstance(reply, str) else bytes(reply)
        if len(data) + 9 > _LONGEST:
            self._line.fail(number, "reply-too-long", f"the reply has {len(data)} bytes, {_LONGEST - 9} are allowed")
        else:
            self._line.send(_REPLY, body[:8] + data)


class _Line:
    """The two pipes, away from where anything else could write into them or read from them."""

    def __init__(self):
        self._in = os.fdopen(os.dup(0), "rb")
        self._out = os.fdopen(os.dup(1), "wb", buffering=0)
        self._sending = threading.Lock()
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        if sys.stdout is not None:
            sys.stdout.flush()
        os.dup2(2, 1)
        sys.stdout = sys.stderr         # which does not hold lines back, as a pipe's would
        self._write(_PREAMBLE)

    def configuration(self):
        greeting = self._in.read(len(_PREAMBLE))
        if greeting != _PREAMBLE:
            sys.exit(f"standard input begins with {greeting!r}, not with the control wire: use 'protocol: wire'")
        frame = self.receive()
        if frame is None or frame[0] != _CONFIGURE:
            sys.exit("the application is gone, or sent no configuration")
        texts = list(_texts(frame[1], 4, 2 * struct.unpack_from(">i", frame[1])[0]))
        return dict(zip(texts[::2], texts[1::2]))

    def receive(self):
        """Wait for a frame: its type and body, or None when the application is gone."""
        head = self._in.read(4)
        if len(head) < 4:
            return None
        length = struct.unpack(">i", head)[0]
        frame = self._in.read(length)
        return (frame[0], frame[1:]) if len(frame) == length else None

    def send(self, kind, body=b""):
        frame = struct.pack(">ib", 1 + len(body), kind) + body
        try:
            with self._sending:
                self._write(frame)
        except OSError:
            pass                        # the application is gone; the end of its own pipe tells so

    def fail(self, number, kind, message, stack=""):
        texts = [text.encode("utf-8", "replace") for text in (kind, message[:_LONGEST_STACK], stack)]
        self.send(_FAILURE, struct.pack(">q", number) + b"".join(struct.pack(">i", len(t)) + t for t in texts))

    def _write(self, data):
        rest = memoryview(data)
        while rest:
            rest = rest[self._out.write(rest):]


def _id(body):
    return struct.unpack_from(">q", body)[0]


def _texts(body, at, count):
    for _ in range(count):
        length = struct.unpack_from(">i", body, at)[0]
        yield body[at + 4:at + 4 + length].decode("utf-8", "replace")
        at += 4 + length


def _call(body):
    """Read a CALL: the name of the method, the headers, and the arguments."""
    method = next(_texts(body, 8, 1))
    at = 8 + 4 + struct.unpack_from(">i", body, 8)[0]
    count = 2 * struct.unpack_from(">i", body, at)[0]
    texts = list(_texts(body, at + 4, count))
    at += 4
    for _ in range(count):
        at += 4 + struct.unpack_from(">i", body, at)[0]
    arguments = json.loads(body[at:]) if at < len(body) else []
    return method, dict(zip(texts[::2], texts[1::2])), arguments


def _camel_case(name):
    return re.sub("(?<=.)_+(.)", lambda match: match.group(1).upper(), name)


def _type(failure):
    kind = type(failure)
    return kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__qualname__}"


def _stack(failure):
    """The stack from the function down, without the frames of this module."""
    frames = failure.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename == __file__:
        frames = frames.tb_next
    return "".join(traceback.format_exception(type(failure), failure, frames))[-_LONGEST_STACK:]
