/** What `install` and `uninstall` work with, and how they ask. */
import { complain, isConfirmed, linesOf, say, type Terminal } from '../cli/terminal.ts';
import type { TryAccounts } from './accounts.ts';
import type { Disk } from './disk.ts';
import type { Template } from './file-texts.ts';
import type { System } from './system.ts';

export type InstallDeps = {
  terminal: Terminal;
  /** Who runs this. */
  user: { uid: number; gid: number };
  disk: Disk;
  systemAt: (folder: string) => System;
  template: Template;
  /** Where this program lies, and the Node that runs it. */
  program: string;
  node: string;
  now: () => Date;
  tryAccounts: TryAccounts;
  /** @returns what Homeroom says that it lacks, once it runs: nothing when it is ready */
  untilReady: (port: number) => Promise<Lack[]>;
};

export type Lack = { name: string; detail: string };

export async function isWanted(terminal: Terminal, isSaid = false): Promise<boolean> {
  if (isSaid) return true;
  say(terminal, '', 'Do it? Type yes:');
  if (await isConfirmed(terminal, 'yes')) return true;
  say(terminal, 'Nothing was changed.');
  return false;
}

export function refuse(terminal: Terminal, why: readonly string[]): number {
  complain(terminal, ...why.flatMap((one) => [...linesOf(one), '']), 'Nothing was changed.');
  return 1;
}
