/** The way back from a run that did not come to its end, and what is swept up behind one that did. */
import { dirname } from 'node:path';
import { isSameState, newName, oldName, stateAt } from './change.ts';
import type { Disk } from './disk.ts';
import { recordFile } from './places.ts';
import {
  type Described,
  describe,
  type Owners,
  readRecord,
  type Step,
  writeRecord,
} from './record.ts';
import type { Root } from './root.ts';

/**
 * Each file is again what it was when the run began. May be stopped and repeated at any moment;
 * needs no room on the disk, since the old files are still there under a second name.
 * @returns whether there was something to take back
 */
export function takeBack(root: Root, disk: Disk, owners: Owners): boolean {
  const record = readRecord(root, owners.installer.uid);
  if (!record?.run) return false;
  for (const step of record.run.steps.toReversed()) takeBackOne(root, disk, step);
  if (record.files.length === 0) disk.remove(root.at(recordFile));
  else finish(root, disk, owners);
  return true;
}

/** A full disk must not keep the record from being brought in order. */
function finish(root: Root, disk: Disk, owners: Owners): void {
  const record = readRecord(root, owners.installer.uid);
  if (record) writeRecord(root, disk, { ...record, run: null }, owners);
}

function takeBackOne(root: Root, disk: Disk, { path, before, after }: Step): void {
  const place = root.at(path);
  disk.remove(newName(place));
  const kept = root.stat(oldName(path));
  const now = root.stat(path);
  if (kept) {
    // Two names of one file: a rename between them would do nothing.
    if (now?.ino === kept.ino && now.dev === kept.dev) disk.remove(oldName(place));
    else disk.rename(oldName(place), place);
    return;
  }
  if (now && before.kind === 'absent' && after.kind === 'folder') disk.removeFolder(place);
  else if (now && before.kind === 'absent' && isStill(root, path, after)) disk.remove(place);
  if (before.kind === 'link' && !isSameState(stateAt(root, path), before)) {
    disk.makeLink(newName(place), before.target);
    disk.rename(newName(place), place);
  }
}

/** What somebody else has written there meanwhile is not ours to remove. */
function isStill(root: Root, path: string, described: Described): boolean {
  const now = describe(stateAt(root, path));
  if (now.kind === 'file') return described.kind === 'file' && now.sha256 === described.sha256;
  return now.kind === described.kind;
}

/** Second names go; and the record, when nothing of Homeroom is left in this Jitsi. */
export function tidy(root: Root, disk: Disk, owners: Owners): void {
  const record = readRecord(root, owners.installer.uid);
  if (!record || record.run) return;
  for (const { path, isGone } of record.untidy) {
    if (!root.stat(dirname(path))) continue;
    disk.remove(oldName(root.at(path)));
    disk.remove(newName(root.at(path)));
    if (isGone && root.stat(path)?.isDirectory()) disk.removeFolder(root.at(path));
  }
  if (record.files.length === 0) disk.remove(root.at(recordFile));
}
