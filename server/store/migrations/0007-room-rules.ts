/** What members may do in a room is called its rules; settings are the school's. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('room').renameColumn('settings', 'rules').execute();
}
