/** Where what a backup holds lies, by the settings. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../http/error-code.ts';
import type { KeptFile } from '../store/backup.ts';

export type KeptData = {
  folder: string;
  database: string;
  /** Of keys that are made at the first start. */
  keys: string;
  /** `null` where accounts are elsewhere. */
  peopleFile: string | null;
  url: string;
  version: string;
  clock: () => number;
};

/** As a backup names it, wherever it lies. */
export const peopleFileName = 'people.json';

const keyPrefix = 'keys/';

/** What a key's file may be called: a backup from elsewhere leads nowhere else. */
const keyName = /^keys\/[a-z0-9][a-z0-9.-]*$/;

export async function keptFiles({ keys, peopleFile }: KeptData): Promise<KeptFile[]> {
  const people = peopleFile === null ? null : await contentOf(peopleFile);
  const found: KeptFile[] = people === null ? [] : [{ name: peopleFileName, content: people }];
  for (const name of await namesIn(keys)) {
    const content = await contentOf(join(keys, name));
    if (content !== null && keyName.test(keyPrefix + name))
      found.push({ name: keyPrefix + name, content });
  }
  return found;
}

/** @returns the keys of a backup, each with the path of its file here */
export const keysOf = (
  files: readonly KeptFile[],
  { keys }: KeptData,
): { path: string; content: Uint8Array }[] =>
  files
    .filter(({ name }) => keyName.test(name))
    .map(({ name, content }) => ({ path: join(keys, name.slice(keyPrefix.length)), content }));

async function contentOf(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}
