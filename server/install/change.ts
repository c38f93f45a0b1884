/** What one path of the host is, and what it shall be. */
import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { hasCode } from '../http/error-code.ts';
import type { Root } from './root.ts';

type Owned = { mode: number; uid: number; gid: number };

export type FileState =
  | { kind: 'absent' }
  | ({ kind: 'file'; content: Buffer; mtimeMs?: number | undefined } & Owned)
  | { kind: 'link'; target: string }
  | ({ kind: 'folder' } & Owned);

export type Change = {
  /** The host's own path, links in it followed. */
  path: string;
  after: FileState;
  /**
   * `own`: a file of Homeroom's. `edit`: one of Jitsi's, with a piece of ours. `kept`: settings,
   * which stay when Homeroom is taken out.
   */
  as: 'own' | 'edit' | 'kept';
  /** In the plan it is not shown. */
  isSecret?: boolean;
  /** Before the switch, the switch itself, or behind it. */
  stage: 'before' | 'switch' | 'behind';
};

export function stateAt(root: Root, path: string): FileState {
  const place = root.at(path);
  try {
    const found = lstatSync(place);
    const { mode, uid, gid, mtimeMs } = found;
    if (found.isSymbolicLink()) return { kind: 'link', target: readlinkSync(place) };
    const owned = { mode: mode & 0o7777, uid, gid };
    if (found.isDirectory()) return { kind: 'folder', ...owned };
    if (found.isFile()) return { kind: 'file', content: readFileSync(place), mtimeMs, ...owned };
    throw new Error(`${path} is neither a file, a folder nor a link`);
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return { kind: 'absent' };
    throw error;
  }
}

/** Whether both say the same; when a file was written does not count. */
export function isSameState(one: FileState, other: FileState): boolean {
  if (one.kind === 'absent' || other.kind === 'absent') return one.kind === other.kind;
  if (one.kind === 'link') return other.kind === 'link' && one.target === other.target;
  if (other.kind === 'link' || one.kind !== other.kind) return false;
  const isOwnedAlike = one.mode === other.mode && one.uid === other.uid && one.gid === other.gid;
  if (one.kind === 'folder' || other.kind === 'folder') return isOwnedAlike;
  return isOwnedAlike && one.content.equals(other.content);
}

/** Beside a file, while a run is under way: what shall stand there, and what stood there. */
export const newName = (place: string): string => `${place}.homeroom-new`;
export const oldName = (place: string): string => `${place}.homeroom-before`;
