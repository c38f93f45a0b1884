import type { Kysely } from 'kysely';

/** Whose sign-ins under way were ended, and when: one that was begun before is refused. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('signInsEnded')
    .addColumn('whoseHash', 'text', (c) => c.primaryKey())
    .addColumn('endedAt', 'bigint', (c) => c.notNull())
    .execute();
}
