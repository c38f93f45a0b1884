/** A database in which some people have been, for tests. */
import { sql } from 'kysely';
import { type Database, openDatabase } from '../../store/database.ts';
import { ids } from '../../contract/testing/ids.ts';

export async function databaseWith(
  path: string,
  issuer: string,
  people: Record<string, string>,
): Promise<Database> {
  const db = await openDatabase(path);
  for (const [name, subject] of Object.entries(people)) {
    await db
      .insertInto('person')
      .values({
        id: ids.person(name),
        issuer,
        subject,
        name: `Name of ${name}`,
        role: 'teacher',
        isAdmin: 0,
        classes: '[]',
        groupsSeen: '[]',
        signedInAt: 1,
      })
      .execute();
  }
  return db;
}

export async function addRoom(
  db: Database,
  name: string,
  organizers: readonly string[],
): Promise<void> {
  await db
    .insertInto('room')
    .values({
      id: ids.room(name),
      slug: ids.slug(name),
      name: `Room ${name}`,
      createdAt: 1,
      isClosedToVisitors: 0,
      isArchived: 0,
      rules: '{}',
      colour: 'green',
      picture: null,
    })
    .execute();
  for (const organizer of organizers) {
    await db
      .insertInto('roomOrganizer')
      .values({ roomId: ids.room(name), personId: ids.person(organizer), addedAt: 1 })
      .execute();
  }
}

export async function addSession(db: Database, person: string): Promise<void> {
  await db
    .insertInto('session')
    .values({
      idHash: `hash ${person}`,
      ref: ids.session(`ref ${person}`),
      personId: ids.person(person),
      startedAt: 1,
      authTime: 1,
      activeAt: 1,
      endsAt: 2,
      isShared: 0,
      idToken: '',
      providerSid: null,
      attendingSlug: null,
      lastPassUsed: 0,
    })
    .execute();
}

/** The whole database as text, to show that nothing of a forgotten person is left. */
export async function dump(db: Database): Promise<string> {
  const tables = await db.introspection.getTables();
  const rows = await Promise.all(
    // Table names come from the database, so that tables of later migrations are included.
    tables.map(async ({ name }) => (await sql`select * from ${sql.table(name)}`.execute(db)).rows),
  );
  return JSON.stringify(rows);
}
