import type { Kysely } from 'kysely';

/** Commands that Prosody has not acknowledged yet. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('commandOutbox')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('keptAt', 'bigint', (c) => c.notNull())
    .addColumn('command', 'text', (c) => c.notNull())
    .execute();
}
