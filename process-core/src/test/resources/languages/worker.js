'use strict';
const { Worker } = require('processkit');

const worker = new Worker({ concurrency: Number(process.env.CONCURRENCY ?? '1') });
const sleep = (millis) => new Promise((resolve) => { setTimeout(resolve, millis); });
let arrived = 0;

worker.call('echo', (value) => value);
worker.call('findAll', (...parts) => parts);
worker.call('argument', (key) => worker.args[key]);
worker.call('fail', (message) => { throw new RangeError(message); });
worker.call('unspeakable', () => () => 1);
worker.call('say', (text) => {
  console.log(text);
  process.stdout.write(`native ${text}\n`);
  console.log('from a shell');
});
async function meet() {
  arrived++;
  while (arrived < 2) {
    await sleep(1);
  }
  return true;
}
worker.call('meet', meet);
worker.call('trace', async () => {
  await meet();
  return worker.headers;
});
worker.call('awaitCancel', () => new Promise((resolve) => {
  worker.signal.addEventListener('abort', resolve);
}));
worker.message(async (text) => {
  if (text.startsWith('slow')) {
    await sleep(5);
  }
  if (text === 'headers') {
    return JSON.stringify(worker.headers);
  }
  return text === 'nothing' ? null : text;
});

worker.run().then(() => console.log('closed well'));
