/** A real Homeroom, as it was built, on a free port of this machine with a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const built = fileURLToPath(new URL('../dist/homeroom.js', import.meta.url));
const timeoutMs = 60_000;

export type Settings = Readonly<Record<string, string>>;

export type Homeroom = {
  /** Without a slash at its end. */
  url: string;
  /** Everything it has printed. */
  output(): string;
  /** As if the power failed. */
  kill(): Promise<void>;
  /** As an administrator stops it. */
  stop(): Promise<void>;
  /** On the same port and folder. */
  start(): Promise<void>;
};

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Only the given settings: none from the environment of whoever runs the tests. */
export const environment = (settings: Settings) => ({
  PATH: process.env['PATH'],
  HOME: tmpdir(),
  HOMEROOM_LOG_LEVEL: 'warn',
  ...settings,
});

/** Also over https, without checking the certificate. */
function isReady(url: string): Promise<boolean> {
  const { get } = url.startsWith('https:') ? https : http;
  return new Promise((resolve) => {
    get(`${url}/homeroom/readyz`, { rejectUnauthorized: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}

async function untilReady(url: string, child: ChildProcess, output: () => string) {
  const deadline = Date.now() + timeoutMs;
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`Homeroom did not start:\n${output()}`);
    if (Date.now() > deadline) throw new Error(`Homeroom is not ready:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function runHomeroom(
  settings: Settings,
): Promise<Homeroom & { remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'homeroom-e2e-'));
  const port = Number(settings['HOMEROOM_PORT'] ?? (await freePort()));
  const url = settings['HOMEROOM_URL'] ?? `http://localhost:${port}`;
  let output = '';
  let child: ChildProcess;

  async function start() {
    child = spawn(process.execPath, [built, 'serve'], {
      cwd: folder,
      env: environment({
        HOMEROOM_PORT: String(port),
        HOMEROOM_DATA: join(folder, 'data'),
        ...settings,
      }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    await untilReady(url, child, () => output);
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL') {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  await start();
  return {
    url,
    output: () => output,
    start,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    async remove() {
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
