/**
 * Changes files so that at every moment, a power cut included, either the old or the new is in
 * force, and the way back is known: first all new files are written beside the old ones, then each
 * takes its place by a rename, and the old one keeps a second name until everything is done.
 */
import { dirname } from 'node:path';
import { type Change, type FileState, isSameState, newName, oldName, stateAt } from './change.ts';
import type { Disk } from './disk.ts';
import { recordFolder } from './places.ts';
import {
  describe,
  type InstallRecord,
  makeFolders,
  type Owners,
  readRecord,
  type Step,
  writeRecord,
} from './record.ts';
import type { Root } from './root.ts';
import { takeBack, tidy } from './take-back.ts';

export type Run = {
  domain: string;
  /** In the order in which they are made. */
  changes: readonly Change[];
  /** What the record says afterwards, of what was done in all. */
  next: (steps: readonly Step[]) => Step[];
  /** Asked before the switch. @returns what is wrong, in words; `null` when nothing is */
  check: () => string | null;
  /** When the new files are in force: services read them. @returns what went wrong, in words */
  bringIn: () => string | null;
};

export type RunDeps = { root: Root; disk: Disk; owners: Owners; now: () => Date };

export type Outcome =
  | { kind: 'done' }
  /** `wasInForce`: services may have read the new files. */
  | { kind: 'taken-back'; why: string; wasInForce: boolean };

/** Only what is not so yet; a folder that is there stays as it is. */
export const pending = (root: Root, changes: readonly Change[]): Change[] =>
  changes.filter(({ path, after }) => {
    const now = stateAt(root, path);
    return !(now.kind === 'folder' && after.kind === 'folder') && !isSameState(now, after);
  });

export function runChanges(run: Run, deps: RunDeps): Outcome {
  const { root, disk, owners } = deps;
  const before = readRecord(root, owners.installer.uid);
  const record: InstallRecord = before ?? {
    version: 1,
    domain: run.domain,
    files: [],
    run: null,
    untidy: [],
  };
  let outcome: Outcome;
  try {
    outcome = make(run, record, deps);
  } catch (error) {
    takeBack(root, disk, owners);
    throw error;
  }
  if (outcome.kind === 'done') tidy(root, disk, owners);
  else takeBack(root, disk, owners);
  return outcome;
}

function make(run: Run, record: InstallRecord, deps: RunDeps): Outcome {
  const { root, disk, owners } = deps;
  const at = unusedDate(deps);
  const states = run.changes.map(({ path }) => stateAt(root, path));
  const steps = run.changes.map((change, index): Step => {
    const { path, as, after } = change;
    const was = describe(states[index] ?? { kind: 'absent' });
    const before = was.kind === 'file' ? { ...was, copy: `copies/${at}${path}` } : was;
    return { path, as, before, after: describe(after) };
  });
  const underWay = { ...record, run: { at, steps, next: run.next(steps) } };
  writeRecord(root, disk, underWay, owners);
  for (const [index, step] of steps.entries()) keepCopy(step, states[index], deps);
  for (const change of run.changes) stage(change, deps);
  put(run.changes, 'before', deps);
  const wrong = run.check();
  if (wrong !== null) return { kind: 'taken-back', why: wrong, wasInForce: false };
  put(run.changes, 'switch', deps);
  put(run.changes, 'behind', deps);
  const fault = run.bringIn();
  if (fault !== null) return { kind: 'taken-back', why: fault, wasInForce: true };
  const untidy = steps.map(({ path, after }) => ({ path, isGone: after.kind === 'absent' }));
  writeRecord(root, disk, { ...record, files: underWay.run.next, run: null, untidy }, owners);
  return { kind: 'done' };
}

/** The clock may have been turned back: a copy is never written over another. */
function unusedDate({ root, now }: RunDeps): string {
  const date = now().toISOString().replaceAll(':', '-');
  let name = date;
  for (let count = 2; root.stat(`${recordFolder}/copies/${name}`); count += 1)
    name = `${date}-${count}`;
  return name;
}

function keepCopy({ before }: Step, state: FileState | undefined, deps: RunDeps): void {
  if (before.kind !== 'file' || state?.kind !== 'file' || before.copy === undefined) return;
  const { root, disk, owners } = deps;
  const path = `${recordFolder}/${before.copy}`;
  makeFolders(root, disk, dirname(path), { mode: 0o700, ...owners.installer });
  disk.write(root.at(path), state.content, {
    mode: 0o600,
    ...owners.installer,
    mtimeMs: state.mtimeMs,
  });
}

/** The new file lies beside its place; folders are made at once. */
function stage({ path, after }: Change, { root, disk }: RunDeps): void {
  const place = root.at(path);
  if (after.kind === 'folder') disk.makeFolder(place, after);
  if (after.kind !== 'file') return;
  disk.remove(newName(place));
  disk.write(newName(place), after.content, after);
}

function put(changes: readonly Change[], stage: Change['stage'], deps: RunDeps): void {
  for (const change of changes) if (change.stage === stage) putOne(change, deps);
}

function putOne({ path, after }: Change, { root, disk }: RunDeps): void {
  const place = root.at(path);
  const found = root.stat(path);
  if (after.kind === 'absent') {
    // A folder goes when it is empty: once the second names in it are gone.
    if (found?.isFile()) disk.rename(place, oldName(place));
    else if (found?.isSymbolicLink()) disk.remove(place);
    return;
  }
  if (after.kind === 'folder') return;
  // The switch is set twice, so it lies ready only now.
  if (after.kind === 'link') disk.makeLink(newName(place), after.target);
  if (found?.isFile()) {
    disk.remove(oldName(place));
    disk.link(place, oldName(place));
  }
  disk.rename(newName(place), place);
}
