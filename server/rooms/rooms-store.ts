/** The SQL of rooms, their organizers and classes. */
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { type PersonId, RoomId, Slug } from '../contract/ids.ts';
import { RoomColour, RoomPicture } from '../contract/door.ts';
import { RoomRules } from '../contract/room.ts';
import { type Placeholder, prepared } from '../prepared.ts';
import type { RoomFacts } from './policy.ts';
import type { RoomTables } from './tables.ts';

/** Of the table `person`, which the session slice owns, only what a room shows. */
type Named = { person: { id: PersonId; name: string } };

const SqlBoolean = z.number().transform((number) => number !== 0);

const RoomRow = z.object({
  id: RoomId,
  slug: Slug,
  name: z.string(),
  createdAt: z.number(),
  isClosedToVisitors: SqlBoolean,
  isArchived: SqlBoolean,
  rules: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(RoomRules),
  colour: RoomColour,
  picture: RoomPicture.nullable(),
});

export type Room = z.infer<typeof RoomRow> & {
  classes: readonly string[];
  /** Ordered by when they became organizers. */
  organizers: readonly { id: PersonId; name: string }[];
};

export type RoomForPerson = {
  id: RoomId;
  slug: Slug;
  rules: RoomRules;
  /** Its `organizerIds` holds only this person, if they are an organizer. */
  facts: RoomFacts;
};

export type RoomChange = {
  name?: string | undefined;
  isClosedToVisitors?: boolean | undefined;
  isArchived?: boolean | undefined;
  rules?: RoomRules | undefined;
  colour?: RoomColour | undefined;
  picture?: RoomPicture | null | undefined;
};

/** The classes to add to the room, and to take out of it. */
export type ClassesChange = { add: readonly string[]; remove: readonly string[] };

export function factsOf(room: Room): RoomFacts {
  return { ...room, organizerIds: room.organizers.map(({ id }) => id) };
}

export type RoomStore = ReturnType<typeof createRoomStore>;

type Db = Kysely<RoomTables & Named>;

const roomForPerson = prepared((db: Db, value: Placeholder<{ slug: Slug; personId: PersonId }>) =>
  db
    .selectFrom('room')
    .leftJoin('roomOrganizer', (join) =>
      join
        .onRef('roomOrganizer.roomId', '=', 'room.id')
        .on('roomOrganizer.personId', '=', value('personId')),
    )
    .selectAll('room')
    .select('roomOrganizer.personId')
    .where('slug', '=', value('slug')),
);

const classesOfRoom = prepared((db: Db, value: Placeholder<{ roomId: RoomId }>) =>
  db.selectFrom('roomClass').select('classId').where('roomId', '=', value('roomId')),
);

const roomIdsOrganizedBy = prepared((db: Db, value: Placeholder<{ personId: PersonId }>) =>
  db.selectFrom('roomOrganizer').select('roomId').where('personId', '=', value('personId')),
);

/** @param db the database, or one transaction on it */
export function createRoomStore(db: Db) {
  /** Runs the work in a transaction of its own, or in the one that is open. */
  const together = <T>(work: (trx: Db) => Promise<T>): Promise<T> =>
    db.isTransaction ? work(db) : db.transaction().execute(work);

  const ofClasses = (classes: readonly string[]) =>
    db
      .selectFrom('room')
      .where('isArchived', '=', 0)
      .where('id', 'in', (sub) =>
        sub.selectFrom('roomClass').select('roomId').where('classId', 'in', classes),
      );

  async function whole(rows: readonly unknown[]): Promise<Room[]> {
    const rooms = rows.map((row) => RoomRow.parse(row));
    const ids = rooms.map(({ id }) => id);
    if (ids.length === 0) return [];
    const classes = await db
      .selectFrom('roomClass')
      .selectAll()
      .where('roomId', 'in', ids)
      .orderBy('classId')
      .execute();
    const organizers = await db
      .selectFrom('roomOrganizer')
      .innerJoin('person', 'person.id', 'roomOrganizer.personId')
      .select(['roomOrganizer.roomId', 'person.id', 'person.name'])
      .where('roomOrganizer.roomId', 'in', ids)
      .orderBy('roomOrganizer.addedAt')
      .orderBy('person.id')
      .execute();
    const classesOf = Map.groupBy(classes, ({ roomId }) => roomId);
    const organizersOf = Map.groupBy(organizers, ({ roomId }) => roomId);
    return rooms.map((room) => ({
      ...room,
      classes: (classesOf.get(room.id) ?? []).map(({ classId }) => classId),
      organizers: (organizersOf.get(room.id) ?? []).map(({ id, name }) => ({ id, name })),
    }));
  }

  return {
    async bySlug(slug: Slug): Promise<Room | null> {
      const rows = await db.selectFrom('room').selectAll().where('slug', '=', slug).execute();
      return (await whole(rows))[0] ?? null;
    },

    async byId(id: RoomId): Promise<Room | null> {
      const rows = await db.selectFrom('room').selectAll().where('id', '=', id).execute();
      return (await whole(rows))[0] ?? null;
    },

    /** The room, with only what decides what this person may do there. */
    async forPerson(slug: Slug, personId: PersonId): Promise<RoomForPerson | null> {
      const [row] = await roomForPerson(db, { slug, personId });
      if (!row) return null;
      const classes = await classesOfRoom(db, { roomId: row.id });
      const room = RoomRow.parse(row);
      const organizerIds = row.personId === null ? [] : [row.personId];
      const facts = { ...room, organizerIds, classes: classes.map(({ classId }) => classId) };
      return { id: room.id, slug: room.slug, rules: room.rules, facts };
    },

    /** Rooms that this person organizes, archived ones included. */
    async organizedBy(personId: PersonId): Promise<readonly Room[]> {
      const rows = await db
        .selectFrom('room')
        .innerJoin('roomOrganizer', 'roomOrganizer.roomId', 'room.id')
        .selectAll('room')
        .where('roomOrganizer.personId', '=', personId)
        .orderBy('room.name')
        .execute();
      return whole(rows);
    },

    async ofClasses(classes: readonly string[]): Promise<readonly Room[]> {
      if (classes.length === 0) return [];
      return whole(await ofClasses(classes).selectAll().orderBy('name').execute());
    },

    async idsOrganizedBy(personId: PersonId): Promise<readonly RoomId[]> {
      return (await roomIdsOrganizedBy(db, { personId })).map(({ roomId }) => roomId);
    },

    async idsOfClasses(classes: readonly string[]): Promise<readonly RoomId[]> {
      if (classes.length === 0) return [];
      const rows = await ofClasses(classes).select('id').execute();
      return rows.map(({ id }) => id);
    },

    /** Rooms that this person does not organize and may visit. */
    async visitable(personId: PersonId): Promise<readonly Room[]> {
      const rows = await db
        .selectFrom('room')
        .selectAll()
        .where('isArchived', '=', 0)
        .where('isClosedToVisitors', '=', 0)
        .where('id', 'not in', (sub) =>
          sub.selectFrom('roomOrganizer').select('roomId').where('personId', '=', personId),
        )
        .orderBy('name')
        .execute();
      return whole(rows);
    },

    /** Every room there is, for administrators. */
    async all(): Promise<readonly Room[]> {
      return whole(await db.selectFrom('room').selectAll().orderBy('name').execute());
    },

    async count(): Promise<number> {
      const row = await db
        .selectFrom('room')
        .select((count) => count.fn.countAll().as('rooms'))
        .executeTakeFirstOrThrow();
      return Number(row.rooms);
    },

    /** Writes all of the new room or nothing; its slug is never given again. */
    async create(room: {
      id: RoomId;
      slug: Slug;
      name: string;
      createdAt: number;
      rules: RoomRules;
      colour: RoomColour;
      picture: RoomPicture | null;
      classes: readonly string[];
      organizerId: PersonId;
    }): Promise<void> {
      const { id, slug, rules, classes, organizerId, ...columns } = room;
      await together(async (trx) => {
        await trx.insertInto('slugUsed').values({ slug }).execute();
        await trx
          .insertInto('room')
          .values({
            id,
            slug,
            ...columns,
            isClosedToVisitors: 0,
            isArchived: 0,
            rules: JSON.stringify(rules),
          })
          .execute();
        await trx
          .insertInto('roomOrganizer')
          .values({ roomId: id, personId: organizerId, addedAt: columns.createdAt })
          .execute();
        await changeClasses(trx, id, { add: classes, remove: [] });
      });
    },

    async change(id: RoomId, change: RoomChange, classes?: ClassesChange): Promise<void> {
      const { isClosedToVisitors, isArchived, rules, ...asTheyAre } = change;
      const columns = {
        ...asTheyAre,
        isClosedToVisitors: asNumber(isClosedToVisitors),
        isArchived: asNumber(isArchived),
        rules: rules && JSON.stringify(rules),
      };
      await together(async (trx) => {
        // What is undefined stays as it is.
        if (Object.values(columns).some((value) => value !== undefined)) {
          await trx.updateTable('room').set(columns).where('id', '=', id).execute();
        }
        if (classes) await changeClasses(trx, id, classes);
      });
    },

    async addOrganizer(roomId: RoomId, personId: PersonId, addedAt: number): Promise<void> {
      await db
        .insertInto('roomOrganizer')
        .values({ roomId, personId, addedAt })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    /** @returns false, with nothing changed, when this is the last organizer */
    removeOrganizer(roomId: RoomId, personId: PersonId): Promise<boolean> {
      return together(async (trx) => {
        const others = await trx
          .selectFrom('roomOrganizer')
          .select('personId')
          .where('roomId', '=', roomId)
          .where('personId', '!=', personId)
          .execute();
        if (others.length === 0) return false;
        await trx
          .deleteFrom('roomOrganizer')
          .where('roomId', '=', roomId)
          .where('personId', '=', personId)
          .execute();
        return true;
      });
    },

    async delete(id: RoomId): Promise<void> {
      await db.deleteFrom('room').where('id', '=', id).execute();
    },
  };
}

const asNumber = (truth: boolean | undefined): number | undefined =>
  truth === undefined ? undefined : Number(truth);

async function changeClasses(trx: Db, roomId: RoomId, { add, remove }: ClassesChange) {
  if (remove.length > 0) {
    await trx
      .deleteFrom('roomClass')
      .where('roomId', '=', roomId)
      .where('classId', 'in', remove)
      .execute();
  }
  const rows = [...new Set(add)].map((classId) => ({ roomId, classId }));
  if (rows.length === 0) return;
  await trx
    .insertInto('roomClass')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
