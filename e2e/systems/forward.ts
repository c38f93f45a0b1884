/** A port of a booted root, on 127.0.0.1 of this machine: for a browser, or for `fetch`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const relay = join(import.meta.dirname, 'relay.mjs');

export type Forward = { port: number; stop(): Promise<void> };

/**
 * @param init the root's first process
 * @param port there
 */
export async function forwardPort(init: number, port: number, own = 0): Promise<Forward> {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-forward-'));
  const socket = join(folder, 'socket');
  const words = ['-t', String(init), '-n', process.execPath, relay, socket, String(port)];
  const child = spawn('nsenter', words, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const server = createServer((outside) => {
    const inside = connect(socket);
    for (const end of [inside, outside]) {
      end.on('error', () => {
        inside.destroy();
        outside.destroy();
      });
    }
    outside.pipe(inside).pipe(outside);
  });
  server.listen(own, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return {
    port: address.port,
    async stop() {
      child.kill('SIGKILL');
      server.close();
      await once(child, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}
