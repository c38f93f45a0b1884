/** A fresh clone, and the npm that somebody runs in it. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { root } from '../../folder.mjs';

/**
 * @typedef {{ node: string, npm: string }} Programs
 * @typedef {{ folder: string, env: NodeJS.ProcessEnv, programs: Programs, url: string }} Clone
 */

/**
 * What a clone would have, changes that are not committed included.
 * @param {string} folder
 */
function copyTo(folder) {
  const words = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = spawnSync('git', words, { cwd: root, encoding: 'utf8' });
  if (listed.status !== 0) throw new Error(`git ls-files: ${listed.stderr}`);
  const deleted = spawnSync('git', ['ls-files', '-z', '--deleted'], {
    cwd: root,
    encoding: 'utf8',
  });
  const gone = new Set(deleted.stdout.split('\0'));
  for (const file of listed.stdout.split('\0')) {
    if (file !== '' && !gone.has(file)) cpSync(join(root, file), join(folder, file));
  }
}

/**
 * As at the terminal of somebody who has this Node and this npm: nothing that the
 * npm around us has put there, and no setting of Homeroom.
 * @param {Programs} programs
 * @param {number} port
 */
function environmentOf({ node }, port) {
  const own =
    /^(?:npm_(?!config_(?:registry|cache|userconfig)$)|HOMEROOM_|NODE_(?:ENV|OPTIONS)$|INIT_CWD$|VITEST|TEST_)/i;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name));
  const path = [dirname(node), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);
  return { ...Object.fromEntries(kept), PATH: path, HOMEROOM_PORT: String(port) };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/**
 * @param {string} folder an empty one
 * @param {Programs} programs
 * @returns {Promise<Clone>}
 */
export async function cloneInto(folder, programs) {
  copyTo(folder);
  const port = await freePort();
  const env = environmentOf(programs, port);
  return { folder, env, programs, url: `http://localhost:${port}/` };
}

/**
 * @param {Clone} clone
 * @param {string[]} words
 */
export function npmOf({ folder, env, programs }, words) {
  return spawn(programs.node, [programs.npm, ...words], {
    cwd: folder,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
