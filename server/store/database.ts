/**
 * The database: opened and migrated here, queried by the slices' own store
 * files. Only `main` and tests import this.
 *
 * What makes one query code serve SQLite and PostgreSQL: text ids made here,
 * times as bigint milliseconds, JSON as text, truth as 0 and 1.
 */
import { Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { LessonTables, OutboxTables } from '../lessons/tables.ts';
import type { PassTables } from '../pass/tables.ts';
import type { RoomTables } from '../rooms/tables.ts';
import type { SessionTables } from '../session/tables.ts';
import { up as base } from './migrations/0001-base.ts';
import { up as commandOutbox } from './migrations/0002-command-outbox.ts';
import { up as refreshToken } from './migrations/0003-refresh-token.ts';
import { up as signInAskedAt } from './migrations/0004-sign-in-asked-at.ts';
import { up as lessonCommands } from './migrations/0005-lesson-commands.ts';
import { up as signInsEnded } from './migrations/0006-sign-ins-ended.ts';
import { up as roomRules } from './migrations/0007-room-rules.ts';
import { up as door } from './migrations/0008-door.ts';
import { up as signInsMade } from './migrations/0009-sign-ins-made.ts';
import { up as maxEndsAt } from './migrations/0010-max-ends-at.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { guardTransactions } from './transaction-guard.ts';

export type Tables = SessionTables & RoomTables & LessonTables & OutboxTables & PassTables;
export type Database = Kysely<Tables>;

/** Forward only. Never change one that was released. */
const migrations: Record<string, Migration> = {
  '0001-base': { up: base },
  '0002-command-outbox': { up: commandOutbox },
  '0003-refresh-token': { up: refreshToken },
  '0004-sign-in-asked-at': { up: signInAskedAt },
  '0005-lesson-commands': { up: lessonCommands },
  '0006-sign-ins-ended': { up: signInsEnded },
  '0007-room-rules': { up: roomRules },
  '0008-door': { up: door },
  '0009-sign-ins-made': { up: signInsMade },
  '0010-max-ends-at': { up: maxEndsAt },
};

/** Names of all that this Homeroom knows. */
export const migrationNames: readonly string[] = Object.keys(migrations);

/**
 * Opens the SQLite file and brings it to the current shape.
 * @throws when the file cannot be opened or a migration fails; nothing of a failed start remains
 */
export async function openDatabase(path: string): Promise<Database> {
  const db = guardTransactions(new Kysely<Tables>({ dialect: sqliteDialect(path) }));
  try {
    if (!(await isCurrent(db))) await migrate(db);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/**
 * Whether nothing has to be migrated, as at nearly every start: one statement tells, where the
 * migrator would look at every table twice.
 */
async function isCurrent(db: Database): Promise<boolean> {
  try {
    const { rows } = await sql<{
      name: string;
    }>`select name from kysely_migration order by name`.execute(db);
    return rows.map(({ name }) => name).join() === migrationNames.join();
  } catch {
    // There is no such table yet. Any other fault will come up again in the migrator.
    return false;
  }
}

/** All that are missing in one transaction: a crash leaves the old shape or the new one. */
async function migrate(db: Database): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const provider = { getMigrations: () => Promise.resolve(migrations) };
    const { error } = await new Migrator({ db: trx, provider }).migrateToLatest();
    if (error)
      throw error instanceof Error ? error : new Error('a migration failed', { cause: error });
  });
}
