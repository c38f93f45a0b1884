/** A Homeroom in demo mode for pictures, on a free port and with a folder of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../folder.mjs';

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** @param {string} url */
const isReady = (url) =>
  fetch(`${url}/homeroom/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

export async function startDemo() {
  const data = mkdtempSync(join(tmpdir(), 'homeroom-pictures-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, [join(root, 'dist', 'homeroom.js'), 'serve'], {
    cwd: data,
    env: {
      PATH: process.env['PATH'],
      HOMEROOM_PORT: String(port),
      HOMEROOM_DATA: data,
      HOMEROOM_SCHOOL: 'Hill School',
      HOMEROOM_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error('Homeroom did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    async stop() {
      child.kill();
      await once(child, 'exit');
      rmSync(data, { recursive: true, force: true });
    },
  };
}
