/**
 * The people file: the accounts of a school that has no directory. JSON, read
 * and written by `homeroom people` and read by the server, for nobody else's
 * eyes (0600). A person's id is random and given once; 128 bits don't come again.
 */
import { randomUUID } from 'node:crypto';
import { chown, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../http/error-code.ts';
import { createSecretFile } from '../http/secret-file.ts';
import { errorMessage } from '../http/error-message.ts';
import { maxLoginLength } from './directory.ts';
import { PasswordHash } from './password.ts';
import { holdLock } from './lock-file.ts';

const words = z.string().trim().min(1);

export const FiledPerson = z.strictObject({
  id: z.string().regex(/^p-[0-9a-f-]{36}$/),
  login: words.max(maxLoginLength),
  name: words.max(200),
  groups: z.array(words.max(200)).max(200),
  password: PasswordHash,
  /** The password was given by somebody else and opens nothing until it is replaced. */
  mustChange: z.boolean().optional(),
});
export type FiledPerson = z.infer<typeof FiledPerson>;

const PeopleFile = z.strictObject({ version: z.literal(1), people: z.array(FiledPerson) });

export type People = readonly FiledPerson[];

export const newPersonId = (): string => `p-${randomUUID()}`;

/** An absent file is an empty one. Throws when it can't be read or understood, and says where. */
export async function readPeople(path: string): Promise<People> {
  const text = await readIfThere(path);
  return text === null ? [] : parsePeople(path, text);
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw new Error(`${path}: ${errorMessage(error)}`, { cause: error });
  }
}

/** @throws what is not understood; never what stands there */
export function parsePeople(path: string, text: string): People {
  const read = PeopleFile.safeParse(parseJson(text));
  if (read.success) return read.data.people;
  // Where, but never what: a password hash must not end in a log.
  const fields = read.error.issues.map(({ path: at }) => at.join('.') || 'the whole file');
  throw new Error(`${path} is not a people file; not understood: ${fields.slice(0, 5).join(', ')}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Changes the file as one step: under a lock, since several may change it at
 * once, and by a rename, so that a crash leaves the old or the new file whole.
 * `change` returns the new list, or `null` to leave it.
 */
export async function changePeople(
  path: string,
  change: (people: People) => Promise<People | null> | People | null,
): Promise<void> {
  await using _lock = await holdLock(`${path}.lock`);
  const changed = await change(await readPeople(path));
  if (changed) await replace(path, JSON.stringify({ version: 1, people: changed }, null, 1));
}

async function replace(path: string, text: string): Promise<void> {
  const fresh = `${path}.new`;
  await rm(fresh, { force: true });
  if (!(await createSecretFile(fresh, `${text}\n`))) throw new Error(`${fresh} is there already`);
  await keepOwner(path, fresh);
  await rename(fresh, path);
}

/**
 * An administrator adds people as root to a file that the service's own account
 * has to read: it goes on belonging to whom it belonged, a new one to whom the
 * folder belongs.
 */
async function keepOwner(path: string, fresh: string): Promise<void> {
  const [wanted, given] = await Promise.all([
    stat(path).catch(() => stat(dirname(path))),
    stat(fresh),
  ]);
  if (wanted.uid !== given.uid) await chown(fresh, wanted.uid, wanted.gid);
}
