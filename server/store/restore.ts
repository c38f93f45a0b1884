/** A database of some days ago, in the place of today's: what was open then opens nothing now. */
import { existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type Database, migrationNames, openDatabase } from './database.ts';

export type Restorable = { rooms: number; openLessons: number };

/** What the administrator is told of it. */
export function countOf(path: string): Restorable {
  using db = new DatabaseSync(path, { readOnly: true });
  const count = (query: string): number => Number(db.prepare(query).get()?.['n'] ?? 0);
  return {
    rooms: count('select count(*) as n from room'),
    openLessons: count("select count(*) as n from lesson where state != 'ended'"),
  };
}

/** Whether it has a shape that this Homeroom does not know. */
export function isOfNewer(path: string): boolean {
  using db = new DatabaseSync(path, { readOnly: true });
  const names = db.prepare('select name from kysely_migration').all();
  return names.some(({ name }) => !migrationNames.includes(String(name)));
}

/**
 * Brings it to the current shape, and closes what was open: lessons and their passes, sessions and
 * sign-ins under way, commands that Prosody had not acknowledged. People sign in anew. What Prosody
 * has open now and this database does not know is ended by Homeroom when it hears of it.
 * @param now milliseconds since the epoch
 */
export async function closeWhatWasOpen(path: string, now: number): Promise<void> {
  const db = await openDatabase(path);
  try {
    await db.transaction().execute((trx) => close(trx, now));
  } finally {
    await db.destroy();
  }
  // One file, whole, with nothing beside it.
  using file = new DatabaseSync(path);
  file.exec('pragma journal_mode=delete');
}

async function close(trx: Database, now: number): Promise<void> {
  for (const table of ['session', 'signIn', 'stepUp', 'lessonOccupant', 'lessonCommand'] as const) {
    await trx.deleteFrom(table).execute();
  }
  await trx
    .updateTable('lesson')
    .set({ state: 'ended', endedAt: now, endReason: 'meeting-lost' })
    .where('state', '!=', 'ended')
    .execute();
  await trx
    .updateTable('passIssued')
    .set({ voidedAt: now })
    .where('voidedAt', 'is', null)
    .where('expiresAt', '>', now)
    .execute();
}

/**
 * In the place of the present one, which is kept beside it. What the present one's log holds must
 * not be read into the other: it is written before, or kept with it where it cannot be.
 * @param kept path of the copy
 */
export function swapDatabase(fresh: string, present: string, kept: string): void {
  if (existsSync(present)) {
    foldLog(present);
    for (const end of ['-wal', '-shm']) {
      if (existsSync(present + end)) renameSync(present + end, kept + end);
    }
    linkSync(present, kept);
  }
  renameSync(fresh, present);
}

/** As far as it can be read at all: a damaged one is why there is a restore. */
function foldLog(path: string): void {
  try {
    using db = new DatabaseSync(path);
    db.exec('pragma wal_checkpoint(truncate); pragma journal_mode=delete');
  } catch {
    // It is kept as it is.
  }
}

/** Of a restore that was interrupted. */
export function removeDraft(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true });
}
