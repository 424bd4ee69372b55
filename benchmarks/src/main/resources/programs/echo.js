// A peer: Node's 'net'. echo.js <json|line|length|raw> <tcp|/path>; all messages of one chunk are answered with one write.
const net = require('net');
const [framing, address] = process.argv.slice(2);

function cutLines(buffer, replies) {
  let from = 0;
  for (let end = buffer.indexOf(10, from); end >= 0; end = buffer.indexOf(10, from)) {
    replies.push(buffer.subarray(from, end), Buffer.from('\n'));
    from = end + 1;
  }
  return buffer.subarray(from);
}

function cutLengths(buffer, replies) {
  let from = 0;
  while (buffer.length - from >= 4 && buffer.length - from - 4 >= buffer.readUInt32BE(from)) {
    const end = from + 4 + buffer.readUInt32BE(from);
    const header = Buffer.allocUnsafe(4);
    header.writeUInt32BE(end - from - 4);
    replies.push(header, buffer.subarray(from + 4, end));
    from = end;
  }
  return buffer.subarray(from);
}

const cut = framing === 'length' ? cutLengths : cutLines;

const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (framing === 'raw') {
      return;
    }
    const replies = [];
    rest = cut(rest, replies);
    if (replies.length > 0) {
      socket.write(replies.length === 1 ? replies[0] : Buffer.concat(replies));
    }
  });
  socket.on('end', () => socket.end(framing === 'raw' ? rest : undefined));
  socket.on('error', () => socket.destroy());
});
const at = address.startsWith('/') ? { path: address, backlog: 256 } : { host: '127.0.0.1', port: 0, backlog: 256 };
server.listen(at, () => console.log('ready ' + (address.startsWith('/') ? address : server.address().port)));
process.stdin.on('end', () => process.exit(0)).resume();
