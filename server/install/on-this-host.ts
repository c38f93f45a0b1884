/** `homeroom install` and `homeroom uninstall` with all that is real: this disk, these services. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { complain, linesOf, type Terminal } from '../cli/terminal.ts';
import { errorMessageWithPath } from '../http/error-message.ts';
import { tryAccounts } from './accounts.ts';
import { createDisk } from './disk.ts';
import { install } from './install-command.ts';
import type { InstallDeps, Lack } from './install-deps.ts';
import { takeTurn } from './one-at-a-time.ts';
import { systemAt } from './system.ts';
import { uninstall } from './uninstall-command.ts';

type Command = (args: string[]) => Promise<number>;

export type Here = {
  user: { uid: number; gid: number };
  node: string;
  /** Folder of the program's own file; deploy/ lies there or beside it. */
  home: string;
};

export function onThisHost(
  terminal: Terminal,
  { user, node, home }: Here,
): { install: Command; uninstall: Command } {
  const program = existsSync(join(home, 'deploy')) ? home : dirname(home);
  const deps: InstallDeps = {
    terminal,
    user,
    disk: createDisk(),
    systemAt,
    template: (name) => readFileSync(join(program, 'deploy', name), 'utf8'),
    program,
    node,
    now: () => new Date(),
    tryAccounts,
    untilReady,
  };
  const guarded =
    (command: (args: string[], deps: InstallDeps) => Promise<number>): Command =>
    async (args) => {
      const turn = await takeTurn();
      if (!turn) {
        complain(
          terminal,
          'Another `homeroom install` or `uninstall` is under way on this machine.',
        );
        return 1;
      }
      try {
        return await command(args, deps);
      } catch (error) {
        complain(terminal, ...linesOf(errorMessageWithPath(error)));
        return isArgumentFault(error) ? 2 : 1;
      } finally {
        turn.close();
      }
    };
  return { install: guarded(install), uninstall: guarded(uninstall) };
}

const isArgumentFault = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');

/** ms. Prosody reports every half minute; jicofo takes a while to come. */
const readyTimeout = 90_000;

/** As Homeroom answers whoever asks on the machine itself. */
const Answer = z.object({
  checks: z.array(z.object({ name: z.string(), isReady: z.boolean(), detail: z.string() })),
});

/** Accounts do not come by waiting. */
async function untilReady(port: number): Promise<Lack[]> {
  const giveUpAt = Date.now() + readyTimeout;
  for (;;) {
    const lacks = await askReady(port);
    if (lacks.every(({ name }) => name === 'directory') || Date.now() > giveUpAt) return lacks;
    await pause(2_000);
  }
}

async function askReady(port: number): Promise<Lack[]> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/homeroom/readyz`, {
      signal: AbortSignal.timeout(10_000),
    });
    return Answer.parse(await answer.json()).checks.filter(({ isReady }) => !isReady);
  } catch (error) {
    const detail = `Homeroom does not answer on port ${port}: ${errorMessageWithPath(error)}`;
    return [{ name: 'homeroom', detail }];
  }
}
