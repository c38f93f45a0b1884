/**
 * Every way in which `install` and `uninstall` write, and nothing else does: so a test can stop
 * between any two of them. Paths are of this machine.
 */
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { hasCode } from '../http/error-code.ts';

export type Ownership = { mode: number; uid: number; gid: number };

export type Disk = {
  /** A new file, on disk when this returns. @throws when something stands there */
  write(path: string, content: Buffer, owned: Ownership & { mtimeMs?: number | undefined }): void;
  makeFolder(path: string, owned: Ownership): void;
  makeLink(path: string, target: string): void;
  /** A second name for the same file. */
  link(path: string, second: string): void;
  /** In one step, over what stands there; on disk when this returns. */
  rename(from: string, to: string): void;
  /** A file or a link; nothing happens when it is not there. */
  remove(path: string): void;
  /** An empty folder; one that is not empty, or not there, stays. */
  removeFolder(path: string): void;
};

/** @param sync waits until a file, or a folder, is on the disk; in tests that would take minutes */
export const createDisk = (sync: (file: number) => void = fsyncSync): Disk => ({
  write(path, content, { mode, uid, gid, mtimeMs }) {
    const file = openSync(path, 'wx', 0o600);
    try {
      for (let at = 0; at < content.length;) at += writeSync(file, content, at);
      chownSync(path, uid, gid);
      chmodSync(path, mode);
      sync(file);
    } finally {
      closeSync(file);
    }
    if (mtimeMs !== undefined) utimesSync(path, mtimeMs / 1_000, mtimeMs / 1_000);
  },
  makeFolder(path, { mode, uid, gid }) {
    mkdirSync(path, { mode: 0o700 });
    chownSync(path, uid, gid);
    chmodSync(path, mode);
  },
  makeLink: (path, target) => symlinkSync(target, path),
  link: (path, second) => linkSync(path, second),
  rename(from, to) {
    renameSync(from, to);
    syncFolderOf(to, sync);
  },
  remove: (path) => rmSync(path, { force: true }),
  removeFolder(path) {
    try {
      rmdirSync(path);
    } catch (error) {
      if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].some((code) => hasCode(error, code))) throw error;
    }
  },
});

function syncFolderOf(path: string, sync: (file: number) => void): void {
  const folder = openSync(path.slice(0, path.lastIndexOf('/')) || '/', 'r');
  try {
    sync(folder);
  } finally {
    closeSync(folder);
  }
}
