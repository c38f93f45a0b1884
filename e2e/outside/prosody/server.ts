/** A real Prosody on loopback, in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect as connectTcp, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Changes, focusAccount, hosts, type ProsodyKeys, prosodyConfig } from './config.ts';

/** HOMEROOM_TEST_PROSODY names another Prosody than Debian's: 13, for example. */
const program = process.env['HOMEROOM_TEST_PROSODY'] ?? 'prosody';

export type Prosody = {
  port: number;
  webSocket: string;
  folder: string;
  keys: ProsodyKeys;
  /** Everything that it has logged. */
  log(): string;
  /** For good, with its folder. */
  stop(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Other options from the next start, or from `reload`, on. */
  change(changes: Changes): Promise<void>;
  /** SIGHUP: reads the options again, not the modules. */
  reload(): Promise<void>;
};

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + 15_000;
  while (Date.now() < giveUpAt) {
    if (child.exitCode !== null) throw new Error(`Prosody ended with ${child.exitCode}`);
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connectTcp(port, '127.0.0.1');
      socket.once('connect', () => (socket.destroy(), resolve(true)));
      socket.once('error', () => resolve(false));
    });
    if (isUp) return;
    await pause(50);
  }
  throw new Error('Prosody does not listen');
}

const accountsThere = [
  { name: 'focus', password: focusAccount.password },
  { name: 'recorder', password: 'recorder-password' },
];

/** @param eventUrl where it sends its reports */
export async function startProsody(
  eventUrl: string,
  keys: ProsodyKeys,
  initial: Changes = {},
): Promise<Prosody> {
  const folder = await mkdtemp(join(tmpdir(), 'homeroom-prosody-'));
  const port = await freePort();
  const configFile = join(folder, 'prosody.cfg.lua');
  let child: ChildProcess | undefined;
  let logged = '';

  async function change(changes: Changes): Promise<void> {
    await writeFile(configFile, prosodyConfig(folder, port, eventUrl, keys, changes));
  }

  async function start(): Promise<void> {
    const started = spawn(program, ['--config', configFile, '-F'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.stdout.on('data', (data: Buffer) => (logged += data.toString()));
    started.stderr.on('data', (data: Buffer) => (logged += data.toString()));
    child = started;
    await untilListening(port, started).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${logged.slice(-3_000)}`, { cause: error });
    });
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await ended;
  }

  const accounts = join(folder, 'data', encode(hosts.auth), 'accounts');
  await mkdir(accounts, { recursive: true });
  for (const { name, password } of accountsThere) {
    const text = `return { ["password"] = ${JSON.stringify(password)}; };`;
    await writeFile(join(accounts, `${name}.dat`), text);
  }
  await change(initial);
  await start();

  return {
    port,
    webSocket: `ws://127.0.0.1:${port}/xmpp-websocket`,
    folder,
    keys,
    log: () => logged,
    start,
    change,
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
    async reload() {
      const before = logged.length;
      child?.kill('SIGHUP');
      const giveUpAt = Date.now() + 3_000;
      while (!logged.slice(before).includes('eload') && Date.now() < giveUpAt) await pause(20);
      await pause(50);
    },
  };
}

/** How Prosody names folders. */
export function encode(host: string): string {
  return host.replaceAll('.', '%2e').replaceAll('-', '%2d');
}
