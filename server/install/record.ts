/**
 * `plan.json`: which files Homeroom has put or changed on this host, what stood there before, and
 * whether a run is under way. Written in one step, always before what it tells of.
 *
 * It says which files root writes: so it counts only when its folder is the installer's, and nobody
 * else may write there.
 */
import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../http/error-code.ts';
import type { FileState } from './change.ts';
import type { Disk } from './disk.ts';
import { dataFolder, recordFile, recordFolder, serverFolder } from './places.ts';
import type { Root } from './root.ts';

const owned = { mode: z.int(), uid: z.int(), gid: z.int() };
const Described = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('absent') }),
  z.object({ kind: z.literal('link'), target: z.string() }),
  z.object({ kind: z.literal('folder'), ...owned }),
  z.object({
    kind: z.literal('file'),
    sha256: z.string(),
    mtimeMs: z.number().optional(),
    /** Where a copy lies, below the record's folder. */
    copy: z.string().optional(),
    ...owned,
  }),
]);
export type Described = z.infer<typeof Described>;

const Step = z.object({
  path: z.string(),
  as: z.enum(['own', 'edit', 'kept']),
  before: Described,
  after: Described,
  /** Somebody else has changed the file between two runs: `before` is older than that. */
  isOutOfDate: z.boolean().optional(),
});
export type Step = z.infer<typeof Step>;

const InstallRecord = z.object({
  version: z.literal(1),
  domain: z.string(),
  /** What has been done so far; empty when nothing of Homeroom is in this Jitsi. */
  files: z.array(Step),
  /** Under way: `steps` are taken back when it does not come to its end. */
  run: z.object({ at: z.string(), steps: z.array(Step), next: z.array(Step) }).nullable(),
  /** Paths beside which second names may have been left, and folders that shall be gone. */
  untidy: z.array(z.object({ path: z.string(), isGone: z.boolean() })),
});
export type InstallRecord = z.infer<typeof InstallRecord>;

export const sha256 = (content: Buffer): string =>
  createHash('sha256').update(content).digest('hex');

export function describe(state: FileState): Described {
  if (state.kind !== 'file') return state;
  const { content, ...rest } = state;
  return { ...rest, sha256: sha256(content) };
}

/** Who installs, and who owns Homeroom's data. */
export type Owners = {
  installer: { uid: number; gid: number };
  homeroom: { uid: number; gid: number };
};

/**
 * @returns `null` where Homeroom was never put into this Jitsi
 * @throws when the record is not the installer's own, or cannot be understood
 */
export function readRecord(root: Root, uid: number): InstallRecord | null {
  const text = readOwn(root, recordFile, uid)?.toString('utf8');
  return text === undefined ? null : InstallRecord.parse(JSON.parse(text));
}

/** @param copy as the record names it */
export function readCopy(root: Root, copy: string, uid: number): Buffer {
  const content = readOwn(root, `${recordFolder}/${copy}`, uid);
  if (content === null) throw new Error(`${recordFolder}/${copy} is gone`);
  return content;
}

function readOwn(root: Root, path: string, uid: number): Buffer | null {
  let file: number;
  try {
    refuseForeign(root, uid);
    file = openSync(root.at(path), constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
  try {
    if (fstatSync(file).uid !== uid) throw new Error(`${path} belongs to somebody else`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function refuseForeign(root: Root, uid: number): void {
  const found = lstatSync(root.at(recordFolder));
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o022) !== 0) {
    throw new Error(`${recordFolder} is not a folder of root's alone: nothing in it is believed`);
  }
}

export function writeRecord(root: Root, disk: Disk, record: InstallRecord, owners: Owners): void {
  makeRecordFolder(root, disk, owners);
  const staged = `${root.at(recordFile)}.new`;
  disk.remove(staged);
  const content = Buffer.from(`${JSON.stringify(record, null, 2)}\n`);
  disk.write(staged, content, { mode: 0o600, ...owners.installer });
  disk.rename(staged, root.at(recordFile));
}

function makeRecordFolder(root: Root, disk: Disk, { installer, homeroom }: Owners): void {
  makeFolders(root, disk, dataFolder, { mode: 0o755, ...installer });
  for (const [path, owner] of [
    [serverFolder, homeroom],
    [recordFolder, installer],
  ] as const)
    if (!root.stat(path)) disk.makeFolder(root.at(path), { mode: 0o700, ...owner });
  refuseForeign(root, installer.uid);
}

/** All that are missing on the way. */
export function makeFolders(
  root: Root,
  disk: Disk,
  path: string,
  owner: { mode: number; uid: number; gid: number },
): void {
  if (root.stat(path) !== null) return;
  makeFolders(root, disk, dirname(path), owner);
  disk.makeFolder(root.at(path), owner);
}
