/** The SQL of lessons, who is in, and what is kept of a person for one lesson. */
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { Affiliation } from '../contract/person.ts';
import { LessonState } from '../contract/room.ts';
import type { LessonClock } from './lifecycle.ts';
import type { EndReason, Occupant } from './port.ts';
import type { LessonTables } from './tables.ts';

/** Of other slices' tables only what a lesson needs to name its room and its people. */
type Named = { room: { id: string; slug: string }; person: { id: string; name: string } };

const Truth = z.number().transform((number) => number !== 0);

const LessonRow = z.object({
  id: z.string(),
  roomId: z.string(),
  slug: z.string(),
  state: LessonState,
  openedAt: z.number(),
  toldAt: z.number().nullable(),
  runningSince: z.number().nullable(),
  deadlineAt: z.number().nullable(),
  longestAt: z.number(),
  endedAt: z.number().nullable(),
  isClosedToNewcomers: Truth,
});
export type Lesson = z.infer<typeof LessonRow>;

const OccupantRow = z.object({
  occupantId: z.string(),
  lessonId: z.string(),
  personId: z.string(),
  passId: z.string(),
  affiliation: Affiliation,
  breakoutId: z.string().nullable(),
});
export type OccupantRow = z.infer<typeof OccupantRow>;

const MarkRow = z.object({
  lessonId: z.string(),
  personId: z.string(),
  name: z.string(),
  wasIn: Truth,
  isPromoted: Truth,
  isRemoved: Truth,
});
/** What is kept of a person for one lesson. */
export type Mark = z.infer<typeof MarkRow>;

export type LessonStore = ReturnType<typeof createLessonStore>;

export function createLessonStore(db: Kysely<LessonTables & Named>) {
  const lessons = () =>
    db
      .selectFrom('lesson')
      .innerJoin('room', 'room.id', 'lesson.roomId')
      .selectAll('lesson')
      .select('room.slug');

  async function mark(
    lessonId: string,
    personId: string,
    set: Partial<Record<'wasIn' | 'isPromoted' | 'isRemoved', 0 | 1>>,
  ): Promise<void> {
    await db
      .insertInto('lessonPerson')
      .values({ lessonId, personId, wasIn: 0, isPromoted: 0, isRemoved: 0, ...set })
      .onConflict((conflict) => conflict.columns(['lessonId', 'personId']).doUpdateSet(set))
      .execute();
  }

  return {
    mark,

    async byId(id: string): Promise<Lesson | null> {
      const row = await lessons().where('lesson.id', '=', id).executeTakeFirst();
      return row ? LessonRow.parse(row) : null;
    },

    async openIn(roomId: string): Promise<Lesson | null> {
      const row = await lessons()
        .where('lesson.roomId', '=', roomId)
        .where('lesson.state', '!=', 'ended')
        .executeTakeFirst();
      return row ? LessonRow.parse(row) : null;
    },

    async allOpen(): Promise<readonly Lesson[]> {
      const rows = await lessons().where('lesson.state', '!=', 'ended').execute();
      return rows.map((row) => LessonRow.parse(row));
    },

    /** In each room the lesson that is open, or else the last that ended after `since`. */
    async latestIn(roomIds: readonly string[], since: number): Promise<readonly Lesson[]> {
      if (roomIds.length === 0) return [];
      const rows = await lessons()
        .where('lesson.roomId', 'in', roomIds)
        .where((where) =>
          where.or([where('lesson.state', '!=', 'ended'), where('lesson.endedAt', '>', since)]),
        )
        .orderBy('lesson.openedAt')
        .orderBy('lesson.id')
        .execute();
      const latest = new Map(rows.map((row) => [row.roomId, LessonRow.parse(row)]));
      return [...latest.values()];
    },

    /** @throws what the database says when the room has an open lesson already */
    async add(
      lesson: LessonClock & { id: string; roomId: string; openedAt: number; openedBy: string },
    ): Promise<void> {
      await db
        .insertInto('lesson')
        .values({ ...lesson, toldAt: null, endedAt: null, endReason: null, isClosedToNewcomers: 0 })
        .execute();
    },

    async told(id: string, toldAt: number): Promise<void> {
      await db.updateTable('lesson').set({ toldAt }).where('id', '=', id).execute();
    },

    async setClock(id: string, clock: LessonClock): Promise<void> {
      const { state, runningSince, deadlineAt, longestAt } = clock;
      await db
        .updateTable('lesson')
        .set({ state, runningSince, deadlineAt, longestAt })
        .where('id', '=', id)
        .where('state', '!=', 'ended')
        .execute();
    },

    async setClosed(id: string, isClosed: boolean): Promise<void> {
      await db
        .updateTable('lesson')
        .set({ isClosedToNewcomers: isClosed ? 1 : 0 })
        .where('id', '=', id)
        .execute();
    },

    /** @returns whether this call ended it */
    async end(id: string, endedAt: number, endReason: EndReason): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('lesson')
        .set({ state: 'ended', endedAt, endReason, deadlineAt: null })
        .where('id', '=', id)
        .where('state', '!=', 'ended')
        .executeTakeFirst();
      await db.deleteFrom('lessonOccupant').where('lessonId', '=', id).execute();
      return numUpdatedRows > 0n;
    },

    async enter(lessonId: string, occupant: Occupant, enteredAt: number): Promise<void> {
      const { occupantId, personId, passId, affiliation, breakoutId } = occupant;
      const row = { lessonId, personId, passId, affiliation, breakoutId, enteredAt };
      await db
        .insertInto('lessonOccupant')
        .values({ occupantId, ...row })
        .onConflict((conflict) => conflict.column('occupantId').doUpdateSet(row))
        .execute();
      await mark(lessonId, personId, {
        wasIn: 1,
        ...(occupant.isPromoted ? { isPromoted: 1 } : {}),
      });
    },

    async leave(lessonId: string, occupantId: string): Promise<void> {
      await db
        .deleteFrom('lessonOccupant')
        .where('lessonId', '=', lessonId)
        .where('occupantId', '=', occupantId)
        .execute();
    },

    async emptyOut(lessonId: string): Promise<void> {
      await db.deleteFrom('lessonOccupant').where('lessonId', '=', lessonId).execute();
    },

    async occupantsOf(lessonIds: readonly string[]): Promise<readonly OccupantRow[]> {
      if (lessonIds.length === 0) return [];
      const rows = await db
        .selectFrom('lessonOccupant')
        .selectAll()
        .where('lessonId', 'in', lessonIds)
        .orderBy('enteredAt')
        .execute();
      return rows.map((row) => OccupantRow.parse(row));
    },

    async marksOf(lessonIds: readonly string[]): Promise<readonly Mark[]> {
      if (lessonIds.length === 0) return [];
      const rows = await db
        .selectFrom('lessonPerson')
        .innerJoin('person', 'person.id', 'lessonPerson.personId')
        .selectAll('lessonPerson')
        .select('person.name')
        .where('lessonId', 'in', lessonIds)
        .execute();
      return rows.map((row) => MarkRow.parse(row));
    },

    async markOf(
      lessonId: string,
      personId: string,
    ): Promise<{ wasIn: boolean; isRemoved: boolean }> {
      const row = await db
        .selectFrom('lessonPerson')
        .select(['wasIn', 'isRemoved'])
        .where('lessonId', '=', lessonId)
        .where('personId', '=', personId)
        .executeTakeFirst();
      return { wasIn: row?.wasIn === 1, isRemoved: row?.isRemoved === 1 };
    },

    /** What was kept of people is deleted with lessons that ended before. */
    async sweep(endedBefore: number): Promise<void> {
      await db.deleteFrom('lesson').where('endedAt', '<', endedBefore).execute();
    },
  };
}
