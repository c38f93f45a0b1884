/**
 * The files of a host, below a folder: `/` on the host itself, another one where a host is looked
 * at from outside. Links are followed inside of it, as the host itself would follow them.
 */
import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { hasCode } from '../http/error-code.ts';

export type Root = {
  /** Where the host's `/` is on this machine. */
  folder: string;
  /** The place on this machine of a path of the host; its last link is not followed. */
  at(path: string): string;
  /** The host's own path, with every link followed. A path that is not there stays as it is. */
  realPath(path: string): string;
  /** Its text, `null` when it is not there or is no file. */
  read(path: string): string | null;
  /** Names in a folder, sorted; none when it is not there. */
  list(path: string): string[];
  /** Of the path itself, not of what it leads to. */
  stat(path: string): Stats | null;
};

const maxLinks = 40;

export function openRoot(folder: string): Root {
  const there = (path: string): string => join(folder, path);

  function realPath(path: string): string {
    let rest = resolve('/', path).split('/').filter(Boolean);
    let done = '/';
    for (let links = 0; rest.length > 0;) {
      const [name = '', ...others] = rest;
      const next = join(done, name);
      const target = linkAt(there(next));
      if (target === null) {
        done = next;
        rest = others;
        continue;
      }
      links += 1;
      if (links > maxLinks) throw new Error(`${path}: too many links`);
      rest = [...resolve(done, target).split('/').filter(Boolean), ...others];
      done = '/';
    }
    return done;
  }

  /** The folder's links are followed, its own is not. */
  const place = (path: string): string =>
    join(realPath(dirname(path)), path.slice(path.lastIndexOf('/') + 1));

  return {
    folder,
    realPath,
    at: (path) => there(place(path)),
    read: (path) => orNull(() => readFileSync(there(realPath(path)), 'utf8')),
    list: (path) => orNull(() => readdirSync(there(realPath(path))).toSorted()) ?? [],
    stat: (path) => orNull(() => lstatSync(there(place(path)))),
  };
}

const linkAt = (path: string): string | null => orNull(() => readlinkSync(path));

function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR', 'EINVAL'].some((code) => hasCode(error, code))) return null;
    throw error;
  }
}
