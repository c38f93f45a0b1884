/**
 * One run at a time on this machine: a second would take the first for one that was cut off, and
 * take it back. The system lets go of the name with the process, however that ends, and no file is
 * made for it (unix(7), abstract sockets).
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

const name = '\0homeroom-install';

/** @returns what is to be closed at the end; `null` while another run has it */
export async function takeTurn(): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy());
  server.listen(name);
  try {
    await once(server, 'listening');
    return server;
  } catch {
    return null;
  }
}
