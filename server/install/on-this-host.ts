/** `homeroom install` and `homeroom uninstall` with all that is real: this disk, these services. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Terminal } from '../cli/terminal.ts';
import { complain, linesOf } from '../cli/terminal.ts';
import { errorMessageWithPath } from '../http/error-message.ts';
import { tryAccounts } from './accounts.ts';
import { createDisk } from './disk.ts';
import { install, type InstallDeps } from './install-command.ts';
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
      try {
        return await command(args, deps);
      } catch (error) {
        complain(terminal, ...linesOf(errorMessageWithPath(error)));
        return isArgumentFault(error) ? 2 : 1;
      }
    };
  return { install: guarded(install), uninstall: guarded(uninstall) };
}

const isArgumentFault = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');

/** Prosody reports every half minute; jicofo takes a while to come. */
const patience = 90_000;

async function untilReady(port: number): Promise<string | null> {
  const giveUpAt = Date.now() + patience;
  for (;;) {
    const said = await askReady(port);
    if (said === null || Date.now() > giveUpAt) return said;
    await pause(1_000);
  }
}

/** To whoever asks on the machine itself it names the cause. */
async function askReady(port: number): Promise<string | null> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/homeroom/readyz`, {
      signal: AbortSignal.timeout(10_000),
    });
    return answer.ok ? null : await answer.text();
  } catch (error) {
    return `Homeroom does not answer on port ${port}: ${errorMessageWithPath(error)}`;
  }
}
