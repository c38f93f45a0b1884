import type { Kysely } from 'kysely';

/** A foreign provider's refresh token, encrypted: to read the groups of a person who has a session again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('session').addColumn('refreshToken', 'text').execute();
}
