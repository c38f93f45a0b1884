/** Until when a lesson may last at most. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('lesson').renameColumn('longestAt', 'maxEndsAt').execute();
}
