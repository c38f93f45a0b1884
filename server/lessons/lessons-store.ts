/** The SQL of lessons, who is in, and what is kept of a person for one lesson. */
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { LessonId, PersonId, type RoomId, type Slug } from '../contract/ids.ts';
import { type Placeholder, prepared } from '../prepared.ts';
import { Lesson, Seat, LessonPerson, type WholeLesson } from './lesson.ts';
import type { LessonClock } from './lifecycle.ts';
import type { LessonTables } from './tables.ts';
import { writeDifference } from './write-difference.ts';

/** Of other slices' tables only what a lesson needs to name its room and its people. */
export type Named = { room: { id: RoomId; slug: Slug }; person: { id: PersonId; name: string } };

const OccupantRow = Seat.extend({ lessonId: LessonId });
/** Somebody who is in, in one of several lessons. */
export type OccupantRow = z.infer<typeof OccupantRow>;

const LessonPersonRow = LessonPerson.extend({
  lessonId: LessonId,
  personId: PersonId,
  name: z.string(),
});
/** What is kept of a person for one of several lessons. */
export type LessonPersonRow = z.infer<typeof LessonPersonRow>;

const PersonInLessonRow = LessonPerson.extend({ personId: PersonId });

/** The open lesson, as far as it decides about one person's pass. */
const LessonForPerson = Lesson.extend({
  wasIn: z.number().nullable(),
  isRemoved: z.number().nullable(),
});

export type NewLesson = LessonClock & {
  id: LessonId;
  roomId: RoomId;
  openedAt: number;
  openedBy: PersonId;
};

/**
 * Written into the statement: as a parameter, by which SQLite finds out whether the index of
 * open lessons fits, it would have the statement planned anew each time.
 */
const ended = sql.lit('ended' as const);

export type LessonStore = ReturnType<typeof createLessonStore>;

type Db = Kysely<LessonTables & Named>;

const lessonsIn = (db: Db) =>
  db
    .selectFrom('lesson')
    .innerJoin('room', 'room.id', 'lesson.roomId')
    .selectAll('lesson')
    .select('room.slug');

const openLessonFor = prepared(
  (db: Db, value: Placeholder<{ roomId: RoomId; personId: PersonId }>) =>
    lessonsIn(db)
      .leftJoin('lessonPerson', (join) =>
        join
          .onRef('lessonPerson.lessonId', '=', 'lesson.id')
          .on('lessonPerson.personId', '=', value('personId')),
      )
      .select(['lessonPerson.wasIn', 'lessonPerson.isRemoved'])
      .where('lesson.roomId', '=', value('roomId'))
      .where('lesson.state', '!=', ended),
);

/** @param db the database, or one transaction on it */
export function createLessonStore(db: Db) {
  const lessons = () => lessonsIn(db);

  async function whole(row: unknown): Promise<WholeLesson | null> {
    if (row === undefined) return null;
    const lesson = Lesson.parse(row);
    const occupants = await db
      .selectFrom('lessonOccupant')
      .selectAll()
      .where('lessonId', '=', lesson.id)
      .orderBy('enteredAt')
      .execute();
    const people = await db
      .selectFrom('lessonPerson')
      .selectAll()
      .where('lessonId', '=', lesson.id)
      .execute();
    const seats = occupants.map((occupant) => Seat.parse(occupant));
    const lessonPeople = people.map((person) => PersonInLessonRow.parse(person));
    return {
      ...lesson,
      seats: new Map(seats.map((seat) => [seat.occupantId, seat])),
      people: new Map(
        lessonPeople.map(({ personId, ...lessonPerson }) => [personId, lessonPerson]),
      ),
    };
  }

  return {
    byId: async (id: LessonId): Promise<WholeLesson | null> =>
      whole(await lessons().where('lesson.id', '=', id).executeTakeFirst()),

    /** The room's lesson that is not ended. */
    openIn: async (roomId: RoomId): Promise<WholeLesson | null> =>
      whole(
        await lessons()
          .where('lesson.roomId', '=', roomId)
          .where('lesson.state', '!=', ended)
          .executeTakeFirst(),
      ),

    /** The room's lesson that is not ended, and what is kept of this person for it. */
    async openFor(
      roomId: RoomId,
      personId: PersonId,
    ): Promise<{ lesson: Lesson; wasIn: boolean; isRemoved: boolean } | null> {
      const [row] = await openLessonFor(db, { roomId, personId });
      if (!row) return null;
      const lesson = LessonForPerson.parse(row);
      return { lesson, wasIn: lesson.wasIn === 1, isRemoved: lesson.isRemoved === 1 };
    },

    async allOpen(): Promise<readonly Lesson[]> {
      const rows = await lessons().where('lesson.state', '!=', ended).execute();
      return rows.map((row) => Lesson.parse(row));
    },

    /** In each room the lesson that is open, or else the last that ended after `since`. */
    async latestIn(roomIds: readonly RoomId[], since: number): Promise<readonly Lesson[]> {
      if (roomIds.length === 0) return [];
      const rows = await lessons()
        .where('lesson.roomId', 'in', roomIds)
        .where((where) =>
          where.or([where('lesson.state', '!=', ended), where('lesson.endedAt', '>', since)]),
        )
        .orderBy('lesson.openedAt')
        .orderBy('lesson.id')
        .execute();
      const latest = new Map(rows.map((row) => [row.roomId, Lesson.parse(row)]));
      return [...latest.values()];
    },

    /** By room, when its last lesson opened, as long as one is kept; ms. */
    async lastOpenedIn(roomIds: readonly RoomId[]): Promise<ReadonlyMap<RoomId, number>> {
      if (roomIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('lesson')
        .select(({ fn }) => ['roomId', fn.max('openedAt').as('openedAt')])
        .where('roomId', 'in', roomIds)
        .groupBy('roomId')
        .execute();
      return new Map(rows.map(({ roomId, openedAt }) => [roomId, openedAt]));
    },

    /** @throws what the database says when the room has an open lesson already */
    async add(lesson: NewLesson): Promise<void> {
      await db
        .insertInto('lesson')
        .values({ ...lesson, toldAt: null, endedAt: null, endReason: null, isClosedToNewcomers: 0 })
        .execute();
    },

    /** Writes what differs, and nothing else. */
    write: (before: WholeLesson, after: WholeLesson) => writeDifference(db, before, after),

    async occupantsOf(lessonIds: readonly LessonId[]): Promise<readonly OccupantRow[]> {
      if (lessonIds.length === 0) return [];
      const rows = await db
        .selectFrom('lessonOccupant')
        .selectAll()
        .where('lessonId', 'in', lessonIds)
        .orderBy('enteredAt')
        .execute();
      return rows.map((row) => OccupantRow.parse(row));
    },

    async peopleOf(lessonIds: readonly LessonId[]): Promise<readonly LessonPersonRow[]> {
      if (lessonIds.length === 0) return [];
      const rows = await db
        .selectFrom('lessonPerson')
        .innerJoin('person', 'person.id', 'lessonPerson.personId')
        .selectAll('lessonPerson')
        .select('person.name')
        .where('lessonId', 'in', lessonIds)
        .execute();
      return rows.map((row) => LessonPersonRow.parse(row));
    },

    /** What was kept of people is deleted with lessons that ended before. */
    async sweep(endedBefore: number): Promise<void> {
      await db.deleteFrom('lesson').where('endedAt', '<', endedBefore).execute();
    },
  };
}
