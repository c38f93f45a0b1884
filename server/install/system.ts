/** Programs of the host: asked for what they make of files, and told to read them again. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export type Ran = { status: number; output: string };

export type System = {
  /** @returns `null` when there is no such program */
  run(program: string, ...args: string[]): Ran | null;
  /**
   * The same, while one folder stands in the place of another, for this program alone.
   * @returns `null` where this machine does not allow that
   */
  runWith(
    shown: { folder: string; inPlaceOf: string },
    program: string,
    ...args: string[]
  ): Ran | null;
  /** Whether systemd runs the services. */
  isBooted: boolean;
};

/** Longer than any of these programs thinks. */
const timeout = 90_000;

/** @param folder of the host's `/` */
export function systemAt(folder: string): System {
  const inside = folder === '/' ? [] : ['chroot', folder];

  function start(command: readonly string[]): Ran | null {
    const [program = '', ...args] = [...inside, ...command];
    const { status, stdout, stderr, error } = spawnSync(program, args, {
      encoding: 'utf8',
      timeout,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (error !== undefined && status === null) return null;
    return { status: status ?? 1, output: `${stdout}${stderr}` };
  }

  const found = (program: string): boolean =>
    ['/usr/sbin', '/usr/bin', '/sbin', '/bin'].some((at) => existsSync(join(folder, at, program)));

  return {
    isBooted: existsSync(join(folder, '/run/systemd/system')),
    run: (program, ...args) => (found(program) ? start([program, ...args]) : null),
    runWith({ folder: shown, inPlaceOf }, program, ...args) {
      const bind = 'mount --bind "$1" "$2" || exit 125; shift 2; exec "$@"';
      const command = ['sh', '-c', bind, 'sh', shown, inPlaceOf, program, ...args];
      const ran = start(['unshare', '--mount', '--', ...command]);
      // 125: no mount; 1 with unshare's own words: no namespace.
      const isRefused = ran?.status === 125 || ran?.output.startsWith('unshare:') === true;
      return isRefused ? null : ran;
    },
  };
}
