/**
 * One hash for the files of mod_homeroom that came with this program: the same that
 * `deploy/prosody/homeroom/files.lib.lua` makes of those that Prosody has.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const sha256 = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex');

/** @returns `null` where the folder cannot be read */
export async function moduleFingerprint(folder: string): Promise<string | null> {
  try {
    const libraries = await readdir(join(folder, 'homeroom'));
    const names = [
      ...libraries.filter((name) => /^[^.].*\.lua$/.test(name)).map((name) => `homeroom/${name}`),
      'mod_auth_homeroom.lua',
      'mod_homeroom.lua',
    ];
    const lines = await Promise.all(
      names.map(async (name) => `${name}:${sha256(await readFile(join(folder, name)))}\n`),
    );
    return sha256(lines.toSorted().join(''));
  } catch {
    return null;
  }
}
