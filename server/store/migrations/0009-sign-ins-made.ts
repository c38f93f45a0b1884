import type { Kysely } from 'kysely';

/** Who signed in and when, for the trail that administrators read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('signInMade')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('personId', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('signInMadeByAt').on('signInMade').column('at').execute();
}
