/** A run that was cut off, by a power cut or a closed terminal, is taken back before anything else. */
import { stateAt } from './change.ts';
import type { Disk } from './disk.ts';
import { switchLink } from './places.ts';
import { type Owners, readRecord } from './record.ts';
import type { Root } from './root.ts';
import { restart, stopHomeroom } from './services.ts';
import type { Survey } from './survey.ts';
import type { System } from './system.ts';
import { takeBack, tidy } from './take-back.ts';

type Deps = { disk: Disk; user: { uid: number; gid: number }; system: System };

/** @returns what was done, in words; `null` when there was nothing to do */
export function finishEarlier(root: Root, found: Survey, deps: Deps): string | null {
  const { disk, user, system } = deps;
  const owners: Owners = { installer: user, homeroom: found.accounts.homeroom ?? user };
  const record = readRecord(root, user.uid);
  if (!record) return null;
  const before = stateAt(root, switchLink);
  if (!takeBack(root, disk, owners)) {
    tidy(root, disk, owners);
    return null;
  }
  const after = stateAt(root, switchLink);
  const wasSwitched = JSON.stringify(before) !== JSON.stringify(after);
  const words = 'An earlier run was cut off. What it had done was taken back.';
  if (!wasSwitched || !system.isBooted) return words;
  const faults = [
    restart(system, { prosody: true, jicofo: true, nginx: true, homeroom: false }),
    record.files.length === 0 ? stopHomeroom(system) : null,
  ];
  return [words, ...faults.filter((fault) => fault !== null)].join('\n');
}
