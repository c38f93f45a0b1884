/**
 * `relay.mjs SOCKET PORT`, inside a booted root's network: whoever connects to the socket is
 * connected to the port there.
 */
import { connect, createServer } from 'node:net';

const [socket = '', port = ''] = process.argv.slice(2);

createServer((outside) => {
  const inside = connect(Number(port), '127.0.0.1');
  for (const end of [inside, outside]) {
    end.on('error', () => {
      inside.destroy();
      outside.destroy();
    });
  }
  outside.pipe(inside).pipe(outside);
}).listen(socket, () => console.log('listening'));
