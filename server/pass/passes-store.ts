/** The SQL of the audit trail, which is also how a pass is found again to be taken back. */
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { LessonId, PassId, PersonId, RoomId, type SessionRef } from '../contract/ids.ts';
import { Affiliation } from '../contract/person.ts';
import { type Placeholder, prepared } from '../prepared.ts';
import type { PassTables } from './tables.ts';

export type PassRow = Omit<PassTables['passIssued'], 'voidedAt'>;

/** A pass that still opens something. */
const ActivePass = z.object({
  id: PassId,
  personId: PersonId,
  roomId: RoomId,
  lessonId: LessonId,
  affiliation: Affiliation,
});
export type ActivePass = z.infer<typeof ActivePass>;

type Query = { execute(): Promise<readonly unknown[]> };

const parsed = async (query: Query): Promise<readonly ActivePass[]> =>
  (await query.execute()).map((row) => ActivePass.parse(row));

const addPass = prepared((db: Kysely<PassTables>, value: Placeholder<PassRow>) =>
  db.insertInto('passIssued').values({
    id: value('id'),
    issuedAt: value('issuedAt'),
    expiresAt: value('expiresAt'),
    personId: value('personId'),
    roomId: value('roomId'),
    lessonId: value('lessonId'),
    affiliation: value('affiliation'),
    sessionRef: value('sessionRef'),
    voidedAt: null,
  }),
);

export type PassStore = ReturnType<typeof createPassStore>;

export function createPassStore(db: Kysely<PassTables>) {
  const active = (now: number) =>
    db
      .selectFrom('passIssued')
      .select(['id', 'personId', 'roomId', 'lessonId', 'affiliation'])
      .where('voidedAt', 'is', null)
      .where('expiresAt', '>', now);

  return {
    async add(row: PassRow): Promise<void> {
      await addPass(db, row);
    },

    allActive: (now: number) => parsed(active(now)),

    activeIn: (roomId: RoomId, now: number) => parsed(active(now).where('roomId', '=', roomId)),

    activeOf: (personId: PersonId, now: number) =>
      parsed(active(now).where('personId', '=', personId)),

    activeOfSession: (sessionRef: SessionRef, now: number) =>
      parsed(active(now).where('sessionRef', '=', sessionRef)),

    async voidThese(ids: readonly PassId[], voidedAt: number): Promise<void> {
      if (ids.length === 0) return;
      await db
        .updateTable('passIssued')
        .set({ voidedAt })
        .where('id', 'in', ids)
        .where('voidedAt', 'is', null)
        .execute();
    },

    /** Every pass of the lesson, or only this person's. */
    async voidAll(
      lessonId: LessonId,
      personId: PersonId | undefined,
      voidedAt: number,
    ): Promise<void> {
      const ofLesson = db
        .updateTable('passIssued')
        .set({ voidedAt })
        .where('lessonId', '=', lessonId)
        .where('voidedAt', 'is', null);
      await (personId ? ofLesson.where('personId', '=', personId) : ofLesson).execute();
    },

    async voided(lessonId: LessonId): Promise<readonly PassId[]> {
      const rows = await db
        .selectFrom('passIssued')
        .select('id')
        .where('lessonId', '=', lessonId)
        .where('voidedAt', 'is not', null)
        .execute();
      return rows.map(({ id }) => id);
    },

    async sweep(issuedBefore: number): Promise<void> {
      await db.deleteFrom('passIssued').where('issuedAt', '<', issuedBefore).execute();
    },
  };
}
