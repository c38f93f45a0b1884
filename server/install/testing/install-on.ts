/** `homeroom install` and `uninstall` on a test's host, in process: with the programs that the test says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { createDisk } from '../disk.ts';
import { install } from '../install-command.ts';
import type { InstallDeps } from '../install-deps.ts';
import type { System } from '../system.ts';
import { uninstall } from '../uninstall-command.ts';
import type { TestHost } from './host.ts';

export type Said = { code: number; out: string; err: string };

/** Every program is content, and no service runs. */
export const content: System = {
  isBooted: false,
  run: () => ({ status: 0, output: '' }),
  runWith: () => ({ status: 0, output: '' }),
};

export type Changes = Partial<InstallDeps> & { system?: System; typed?: string };

const deploy = join(import.meta.dirname, '../../../deploy');

export const accounts = ['--set', 'HOMEROOM_PEOPLE_FILE=/var/lib/homeroom/data/people.json'];

async function on(
  command: (args: string[], deps: InstallDeps) => Promise<number>,
  args: string[],
  { system = content, typed = '', ...changes }: Changes,
): Promise<Said> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const terminal = {
    stdin: Readable.from(typed === '' ? [] : [typed]),
    stdout: out,
    stderr: err,
    env: {},
  };
  const code = await command(args, {
    terminal,
    user: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
    disk: createDisk(() => {}),
    systemAt: () => system,
    template: (name) => readFileSync(join(deploy, name), 'utf8'),
    program: '/usr/lib/homeroom',
    node: '/usr/lib/homeroom/node',
    now: () => new Date('2026-11-26T10:00:00Z'),
    tryAccounts: async () => null,
    untilReady: async () => [],
    ...changes,
  });
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

export const installOn = (
  host: TestHost,
  args: string[] = ['--yes', ...accounts],
  changes: Changes = {},
) => on(install, ['--root', host.folder, ...args], changes);

export const uninstallOn = (host: TestHost, args: string[] = ['--yes'], changes: Changes = {}) =>
  on(uninstall, ['--root', host.folder, ...args], changes);
