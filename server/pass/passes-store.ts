/** The SQL of the audit trail, which is also how a pass is found again to be taken back. */
import type { Kysely } from 'kysely';
import type { Affiliation } from '../contract/person.ts';
import type { PassTables } from './tables.ts';

export type PassRow = Omit<PassTables['passIssued'], 'voidedAt'>;

/** A pass that still opens something. */
export type ActivePass = {
  id: string;
  personId: string;
  roomId: string;
  lessonId: string;
  affiliation: Affiliation;
};

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
      await db
        .insertInto('passIssued')
        .values({ ...row, voidedAt: null })
        .execute();
    },

    allActive: (now: number): Promise<readonly ActivePass[]> => active(now).execute(),

    activeIn: (roomId: string, now: number): Promise<readonly ActivePass[]> =>
      active(now).where('roomId', '=', roomId).execute(),

    activeOf: (personId: string, now: number): Promise<readonly ActivePass[]> =>
      active(now).where('personId', '=', personId).execute(),

    activeOfSession: (sessionRef: string, now: number): Promise<readonly ActivePass[]> =>
      active(now).where('sessionRef', '=', sessionRef).execute(),

    async voidThese(ids: readonly string[], voidedAt: number): Promise<void> {
      if (ids.length === 0) return;
      await db
        .updateTable('passIssued')
        .set({ voidedAt })
        .where('id', 'in', ids)
        .where('voidedAt', 'is', null)
        .execute();
    },

    /** Every pass of the lesson, or only this person's. */
    async voidAll(lessonId: string, personId: string | undefined, voidedAt: number): Promise<void> {
      await db
        .updateTable('passIssued')
        .set({ voidedAt })
        .where('lessonId', '=', lessonId)
        .where('voidedAt', 'is', null)
        .$if(personId !== undefined, (query) => query.where('personId', '=', personId ?? ''))
        .execute();
    },

    async voided(lessonId: string): Promise<readonly string[]> {
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
