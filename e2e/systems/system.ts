/**
 * A whole Debian, booted with systemd, for tests that install packages and start services.
 *
 *   const system = await bootSystem({ release: testRelease });
 *   await system.run('apt-get', 'install', '-y', '/root/homeroom.deb');    // throws what it says
 *   const { status, output } = await system.attempt('nginx', '-t');        // does not throw
 *   writeFileSync(system.path('/etc/hosts'), …);      // its files, from here; not /run, /tmp and /dev
 *   const { port } = await system.forward(443);                             // 127.0.0.1:port leads in
 *   await system.stop();
 *
 * What takes long and is the same for several tests is a layer: it is prepared once in a booted
 * root, which is then shut down and kept in `.cache/systems`; later runs begin with a copy.
 *
 *   bootSystem({ release, layers: [{ name: 'jitsi', madeOf: [hash], prepare: async (system) => {…} }] })
 *
 * `madeOf` says what goes into the layer: whenever it changes, the layer is made anew.
 *
 * It is a machine of its own: its processes, network, hostname and mounts. 192.0.2.10 is its address
 * as others see it, and the name meet.school.example leads there; no network leads out of it, so what
 * apt installs must be a file, and everything that it depends on be there (`finished-root.ts`).
 * Prosody, nginx and Lua's libraries are installed. On Debian 13 `systemctl is-system-running` says
 * *degraded*, since no kernel module can be loaded.
 *
 * HOMEROOM_TEST_SYSTEM says which Debian it is; `npm test` takes 12, `npm run real -- debian-13` takes 13.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { cache, finishedRoot, type Release, shortHash, unshare } from './finished-root.ts';
import { type Forward, forwardPort } from './forward.ts';

export type Answer = {
  status: number;
  /** What it printed, on both streams. */
  output: string;
};

export type System = {
  release: Release;
  /** Where a file of it is on this machine. */
  path(inside: string): string;
  /** @returns what it printed @throws {Error} with that, when it does not exit with 0 */
  run(...command: string[]): Promise<string>;
  /** @param input what it reads */
  attempt(command: readonly string[], input?: string): Promise<Answer>;
  /** Lets this machine reach a port of it, on `own` or on any that is free. */
  forward(port: number, own?: number): Promise<Forward>;
  /** As if the power failed, with its files. */
  stop(): Promise<void>;
};

export type Layer = {
  name: string;
  madeOf: readonly string[];
  prepare: (system: System) => Promise<void>;
};

export type SystemOptions = { release: Release; layers?: readonly Layer[] };

/** Which Debian the tests are about. */
export const testRelease: Release =
  process.env['HOMEROOM_TEST_SYSTEM'] === 'debian-13' ? 'debian-13' : 'debian-12';

const running = join(cache, 'running');
/** ms */
const bootTimeout = 60_000;

export async function bootSystem({ release, layers = [] }: SystemOptions): Promise<System> {
  let folder = finishedRoot(release);
  for (const layer of layers) folder = await layerOn(folder, release, layer);
  return bootCopy(folder, release);
}

async function layerOn(under: string, release: Release, layer: Layer): Promise<string> {
  const folder = `${under}-${layer.name}-${shortHash(JSON.stringify(layer.madeOf))}`;
  if (existsSync(folder)) return folder;
  const system = await bootCopy(under, release);
  try {
    await layer.prepare(system);
    await shutDown(system);
    renameSync(system.path('/'), folder);
  } finally {
    await system.stop();
  }
  return folder;
}

/**
 * Services end, and what they hold is written. Nobody looks in meanwhile: systemd stops every
 * process before it ends them, and nsenter would stop itself along, for good.
 */
async function shutDown(system: Machine): Promise<void> {
  await system.attempt(['systemctl', 'poweroff', '--no-block']);
  const late = pause(bootTimeout, 'late' as const, { ref: false });
  if ((await Promise.race([system.ended, late])) === 'late')
    throw new Error('the booted root does not shut down');
}

/** `ended` when its first process has. */
type Machine = System & { ended: Promise<unknown> };

let copies = 0;

async function bootCopy(from: string, release: Release): Promise<Machine> {
  removeAbandoned();
  mkdirSync(running, { recursive: true });
  const folder = join(running, `${process.pid}-${(copies += 1)}`);
  const copied = spawnSync('cp', ['--archive', '--reflink=auto', from, folder]);
  if (copied.status !== 0) throw new Error(`${from} cannot be copied: ${String(copied.stderr)}`);
  // Where the tests are killed, what they have booted ends with them.
  const words = ['--pdeathsig', 'KILL', ...unshare, 'sh', join(import.meta.dirname, 'boot.sh')];
  const child = spawn('setpriv', [...words, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (words: string) => (printed += words));
  const forwards: Forward[] = [];
  const end = async () => {
    for (const forward of forwards.splice(0)) await forward.stop();
    await kill(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const init = await untilBooted(child);
    return { ...systemOf({ release, folder, init, forwards, end }), ended };
  } catch (error) {
    await end();
    throw new Error(`${release} does not boot: ${String(error)}\n${printed.slice(-3_000)}`, {
      cause: error,
    });
  }
}

type Booted = {
  release: Release;
  folder: string;
  init: number;
  forwards: Forward[];
  end: () => Promise<void>;
};

function systemOf({ release, folder, init, forwards, end }: Booted): System {
  const attempt: System['attempt'] = (command, input) => enter(init, command, input);
  return {
    release,
    path: (inside) => join(folder, inside),
    attempt,
    async run(...command) {
      const { status, output } = await attempt(command);
      if (status !== 0) throw new Error(`${command.join(' ')} exited with ${status}:\n${output}`);
      return output;
    },
    async forward(port, own) {
      const forward = await forwardPort(init, port, own);
      forwards.push(forward);
      return forward;
    },
    stop: end,
  };
}

const environment = [
  'env',
  '-i',
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  'HOME=/root',
  'LANG=C.UTF-8',
  'DEBIAN_FRONTEND=noninteractive',
  'SYSTEMD_PAGER=cat',
];

async function enter(init: number, command: readonly string[], input = ''): Promise<Answer> {
  const into = ['-t', String(init), '-m', '-p', '-n', '-u', '-i', '-C'];
  const child = spawn('nsenter', [...into, ...environment, ...command]);
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [out, err] = [text(child.stdout), text(child.stderr)];
  const closed = once(child, 'close');
  const output = (await out) + (await err);
  await closed;
  return { status: child.exitCode ?? 1, output };
}

/** @returns the id, on this machine, of its first process */
async function untilBooted(child: ChildProcess): Promise<number> {
  const giveUpAt = Date.now() + bootTimeout;
  while (child.exitCode === null && Date.now() < giveUpAt) {
    const init = firstChild(child.pid ?? 0);
    const state = init === null ? null : await enter(init, ['systemctl', 'is-system-running']);
    if (init !== null && /^(?:running|degraded)/.test(state?.output ?? '')) return init;
    await pause(100);
  }
  throw new Error(child.exitCode === null ? 'it takes too long' : `exit code ${child.exitCode}`);
}

function firstChild(parent: number): number | null {
  const listed = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8');
  return listed === '' ? null : Number(listed.split(' ')[0]);
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Copies of test runs that were killed. */
function removeAbandoned(): void {
  if (!existsSync(running)) return;
  for (const name of readdirSync(running)) {
    if (!existsSync(`/proc/${name.split('-')[0]}`))
      rmSync(join(running, name), { recursive: true, force: true });
  }
}
