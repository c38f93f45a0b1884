/** The outbox in the database. */
import type { Kysely } from 'kysely';
import type { CommandOutbox } from './outbox.ts';
import { Command } from './protocol.ts';
import type { JitsiTables } from './tables.ts';

export function createOutboxStore(db: Kysely<JitsiTables>): CommandOutbox {
  return {
    async keep({ id, keptAt, command }) {
      await db
        .insertInto('commandOutbox')
        .values({ id, keptAt, command: JSON.stringify(command) })
        .execute();
    },
    async pending() {
      const rows = await db
        .selectFrom('commandOutbox')
        .selectAll()
        .orderBy('keptAt')
        .orderBy('id')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        keptAt: Number(row.keptAt),
        command: Command.parse(JSON.parse(row.command)),
      }));
    },
    async done(id) {
      await db.deleteFrom('commandOutbox').where('id', '=', id).execute();
    },
  };
}
