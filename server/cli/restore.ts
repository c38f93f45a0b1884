/** `homeroom restore FILE`: a backup in the place of what is there, while the server is stopped. */
import { existsSync } from 'node:fs';
import { type FileHandle, copyFile, open, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { errorMessageWithPath } from '../http/error-message.ts';
import { makeFolder } from '../http/make-folder.ts';
import { createSecretFile } from '../http/secret-file.ts';
import { changePeople, parsePeople, type People, readPeople } from '../identity/people-file.ts';
import { type Backup, readBackup, withoutBackupTables } from '../store/backup.ts';
import {
  closeWhatWasOpen,
  countOf,
  isOfNewer,
  removeDraft,
  type Restorable,
  swapDatabase,
} from '../store/restore.ts';
import { asOwnerOf } from './as-owner.ts';
import { keysOf, type KeptData, peopleFileName } from './kept-data.ts';
import { complain, isConfirmed, linesOf, say, type Terminal } from './terminal.ts';

export const restoreUsage = `homeroom restore FILE     puts a backup in the place of what is there; --yes does not ask`;

/** @returns what holds the folder for this process; `null` when a server has it */
type Lock = () => { close(): void } | null;

/** @returns 0: done. 1: not done, and why is on stderr. 2: not understood. */
export async function restore(
  args: string[],
  terminal: Terminal,
  data: KeptData,
  lock: Lock,
): Promise<number> {
  const asked = readArgs(args);
  if (asked === null) {
    complain(terminal, ...linesOf(restoreUsage));
    return 2;
  }
  try {
    return await restoreOpened(await open(asked.file, 'r'), asked.isSure, terminal, data, lock);
  } catch (error) {
    complain(terminal, `Not done: ${errorMessageWithPath(error)}`);
    return 1;
  }
}

async function restoreOpened(
  from: FileHandle,
  isSure: boolean,
  terminal: Terminal,
  data: KeptData,
  lock: Lock,
): Promise<number> {
  try {
    makeFolder(data.folder);
    return await asOwnerOf(data.folder, async () => {
      const held = lock();
      if (held === null) {
        complain(terminal, 'Homeroom is running: systemctl stop homeroom, and once more.');
        return 1;
      }
      try {
        return await restoreFrom(from, isSure, terminal, data);
      } finally {
        held.close();
      }
    });
  } finally {
    await from.close();
  }
}

function readArgs(args: string[]): { file: string; isSure: boolean } | null {
  try {
    const options = { yes: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [file, ...rest] = positionals;
    return file === undefined || rest.length > 0 ? null : { file, isSure: values.yes };
  } catch {
    return null;
  }
}

async function restoreFrom(
  from: FileHandle,
  isSure: boolean,
  terminal: Terminal,
  data: KeptData,
): Promise<number> {
  const draft = join(data.folder, 'restoring.sqlite');
  removeDraft(draft);
  try {
    await writeFile(draft, from.createReadStream({ autoClose: false }), { mode: 0o600 });
    const backup = readBackup(draft);
    if (backup === null) {
      complain(terminal, 'This is no backup of Homeroom, or it is damaged. Nothing was changed.');
      return 1;
    }
    if (isOfNewer(draft)) {
      complain(
        terminal,
        `It was made by a newer Homeroom, ${backup.about.version}. Nothing was changed.`,
      );
      return 1;
    }
    const people = peopleOf(backup, data);
    const words = await whatComesBack(backup, countOf(draft), people, data);
    say(terminal, ...words);
    if (!isSure && !(await isAgreed(terminal))) return 1;
    withoutBackupTables(draft);
    await closeWhatWasOpen(draft, data.clock());
    await putInPlace(draft, backup, people, data);
  } finally {
    removeDraft(draft);
  }
  say(
    terminal,
    'Done. What was there before is beside it, as …before-restore-…: delete it when you',
  );
  say(terminal, 'know that you need it no more. Now: systemctl start homeroom');
  return 0;
}

/** @returns `null` where the backup has none, or accounts are elsewhere now */
function peopleOf({ files }: Backup, { peopleFile }: KeptData): People | null {
  const file = files.find(({ name }) => name === peopleFileName);
  if (file === undefined || peopleFile === null) return null;
  return parsePeople(peopleFileName, Buffer.from(file.content).toString('utf8'));
}

/** Sentences for who decides, before anything is changed. */
async function whatComesBack(
  { about }: Backup,
  { rooms, openLessons }: Restorable,
  people: People | null,
  { peopleFile, url }: KeptData,
): Promise<string[]> {
  const made = new Date(about.madeAt).toISOString().slice(0, 16).replace('T', ' ');
  const words = [
    `A backup of ${made} UTC, by Homeroom ${about.version}, with ${rooms} rooms.`,
    'What was made, changed or deleted since then is as it was then.',
    'Everybody is signed out. Every lesson that is open now is over,',
    `and so are the ${openLessons} that were open when the backup was made.`,
  ];
  if (about.url !== url) {
    words.push(
      `It was made at ${about.url}, and this is ${url}: people who signed in with Homeroom's own`,
      'sign-in were known by that address, and are new people here.',
    );
  }
  if (people !== null && peopleFile !== null)
    words.push(...(await whoComesBack(people, peopleFile)));
  return words;
}

async function whoComesBack(people: People, peopleFile: string): Promise<string[]> {
  const present = await readPeople(peopleFile).catch(() => []);
  const known = new Set(present.map(({ id }) => id));
  const back = people.filter(({ id }) => !known.has(id)).map(({ login }) => login);
  const some = back.slice(0, 20).join(', ') + (back.length > 20 ? ' …' : '');
  return [
    'The people file is the one of then, with the passwords of then.',
    ...(back.length > 0 ? [`Accounts that are not there now, and come back: ${some}`] : []),
  ];
}

async function isAgreed(terminal: Terminal): Promise<boolean> {
  say(terminal, '', 'Type restore to do it:');
  if (await isConfirmed(terminal, 'restore')) return true;
  complain(terminal, 'Nothing was changed.');
  return false;
}

async function putInPlace(
  draft: string,
  backup: Backup,
  people: People | null,
  data: KeptData,
): Promise<void> {
  const { database, peopleFile } = data;
  const stamp = new Date(data.clock()).toISOString().replaceAll(/[:.]/g, '-');
  const kept = (path: string): string => `${path}.before-restore-${stamp}`;
  // A key that is here may have taken the place of one that was stolen: it stays.
  for (const { path, content } of keysOf(backup.files, data)) {
    makeFolder(dirname(path));
    await createSecretFile(path, Buffer.from(content));
  }
  if (people !== null && peopleFile !== null) {
    if (existsSync(peopleFile)) await copyFile(peopleFile, kept(peopleFile));
    // A damaged one may be why there is a restore.
    await readPeople(peopleFile).catch(() => rm(peopleFile));
    await changePeople(peopleFile, () => people);
  }
  swapDatabase(draft, database, kept(database));
}
