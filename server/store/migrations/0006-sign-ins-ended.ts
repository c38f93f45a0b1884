import type { Kysely } from 'kysely';

/** Of whom sign-ins under way have ended, and when: what was begun before leads nowhere. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('signInsEnded')
    .addColumn('whoseHash', 'text', (c) => c.primaryKey())
    .addColumn('endedAt', 'bigint', (c) => c.notNull())
    .execute();
}
