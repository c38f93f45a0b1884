import type { Kysely } from 'kysely';

/** Rooms that were there before look different from one another, too. Never changed afterwards. */
const colours = ['green', 'turquoise', 'blue', 'violet', 'pink', 'red', 'orange', 'brown'];

type Rooms = { room: { id: string; colour: string; createdAt: number } };

/** How a room's door looks. */
export async function up(db: Kysely<Rooms>): Promise<void> {
  await db.schema
    .alterTable('room')
    .addColumn('colour', 'text', (c) => c.notNull().defaultTo('green'))
    .execute();
  await db.schema.alterTable('room').addColumn('picture', 'text').execute();
  const rooms = await db.selectFrom('room').select('id').orderBy('createdAt').execute();
  for (const [at, { id }] of rooms.entries()) {
    const colour = colours[at % colours.length] ?? 'green';
    await db.updateTable('room').set({ colour }).where('id', '=', id).execute();
  }
}
