/** The outbox in the database. */
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { CommandOutbox } from './outbox.ts';
import { Command } from './protocol.ts';
import type { JitsiTables } from './tables.ts';

const Row = z.object({
  id: z.string(),
  // PostgreSQL gives a bigint as text.
  keptAt: z.coerce.number(),
  command: z.string().transform((text) => Command.parse(JSON.parse(text))),
});

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
      return rows.map((row) => Row.parse(row));
    },
    async done(id) {
      await db.deleteFrom('commandOutbox').where('id', '=', id).execute();
    },
  };
}
