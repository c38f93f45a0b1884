/** A server under measurement: started, waited for, read in /proc, ended by its id. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../folder.mjs';

/**
 * @typedef {object} ServerProcess
 * @property {string} url
 * @property {number} readyAfter milliseconds from its start to its first good answer
 * @property {() => number} cpu microseconds that all its threads have used
 * @property {() => number} memory resident bytes
 * @property {() => Promise<void>} stop
 */

/**
 * What still runs, each with its folder: ended by its own process id when the
 * measuring ends, however it does.
 * @type {Map<import('node:child_process').ChildProcess, string>}
 */
const running = new Map();

process.on('exit', () => {
  for (const [child, folder] of running) {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

/** @returns {Promise<number>} */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** @param {number} milliseconds */
export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * @param {string} url
 * @param {import('node:child_process').ChildProcess} child
 */
async function untilItAnswers(url, child) {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline && child.exitCode === null) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // Not listening yet.
    }
    await pause(2);
  }
  throw new Error(`${url} does not answer.`);
}

/** @param {number} pid */
function cpuOf(pid) {
  return readdirSync(`/proc/${pid}/task`)
    .map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'))
    .reduce((total, stat) => total + Number(stat.split(' ')[0]) / 1000, 0);
}

/** @param {number} pid */
function memoryOf(pid) {
  const [, kibibytes = '0'] =
    /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) * 1024;
}

/**
 * @param {string[]} words what node runs, from the repository
 * @param {string} readyPath
 * @param {(place: { url: string, folder: string }) => Record<string, string>} [settingsFor]
 * @returns {Promise<ServerProcess>}
 */
export async function runServer(words, readyPath, settingsFor = () => ({})) {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-bench-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const settings = settingsFor({ url, folder });
  const began = performance.now();
  const child = spawn(process.execPath, [join(root, words[0] ?? ''), ...words.slice(1)], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      HOMEROOM_PORT: String(port),
      HOMEROOM_DATA: join(folder, 'data'),
      HOMEROOM_LOG_LEVEL: 'error',
      ...settings,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  running.set(child, folder);
  await untilItAnswers(`${url}${readyPath}`, child);
  const pid = child.pid ?? 0;
  return {
    url,
    readyAfter: performance.now() - began,
    cpu: () => cpuOf(pid),
    memory: () => memoryOf(pid),
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      running.delete(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const runHomeroom = () => runServer(['dist/homeroom.js', 'serve'], '/homeroom/readyz');
