import type { Kysely } from 'kysely';

/** A foreign provider's refresh token, encrypted: to read a standing person's groups again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('session').addColumn('refreshToken', 'text').execute();
}
