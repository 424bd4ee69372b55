// A peer: Node's child_process messages, as JSON. calls.js <workers>; takes lines 'run <in flight> <bytes> <millis>'.
const { fork } = require('child_process');

if (process.send) {
  process.on('message', (call) => process.send({ id: call.id, result: call.argument }));
  process.on('disconnect', () => process.exit(0));
} else {
  const count = Number(process.argv[2]);
  const workers = Array.from({ length: count }, () => fork(__filename));
  const pending = new Map();
  let next = 0;
  workers.forEach((worker) => worker.on('message', (reply) => {
    const resolve = pending.get(reply.id);
    pending.delete(reply.id);
    resolve(reply.result);
  }));
  const call = (argument) => new Promise((resolve) => {
    const id = next++;
    pending.set(id, resolve);
    workers[id % count].send({ id, argument });
  });

  const run = async (inFlight, size, millis) => {
    const latencies = [];
    const start = process.hrtime.bigint();
    const end = start + BigInt(millis) * 1000000n;
    let calls = 0;
    let last = start;
    const lane = async (number) => {
      let i = 0;
      do {
        const argument = `${number}:${i++}:`.padEnd(size, 'x');
        const before = process.hrtime.bigint();
        if (await call(argument) !== argument) {
          console.log('wrong a reply is not what was due');
          process.exit(1);
        }
        last = process.hrtime.bigint();
        latencies.push(Number(last - before));
        calls++;
      } while (process.hrtime.bigint() < end);
    };
    await Promise.all(Array.from({ length: inFlight }, (_, number) => lane(number)));
    latencies.sort((a, b) => a - b);
    const at = (share) => latencies[Math.floor(share * (latencies.length - 1))];
    console.log(`result ${calls} ${last - start} ${at(0.5)} ${at(0.99)}`);
  };

  let queue = call('ready').then(() => console.log('ready'));
  require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const [, inFlight, size, millis] = line.split(' ').map(Number);
    queue = queue.then(() => run(inFlight, size, millis));
  }).on('close', () => {
    workers.forEach((worker) => worker.disconnect());
    process.exit(0);
  });
}
