/** The SQL of sign-ins under way and of step-ups. */
import { z } from 'zod';
import { PersonId, SessionRef } from '../contract/ids.ts';
import { hashOf, randomId } from '../crypto.ts';
import { StepUpAction } from '../contract/session.ts';
import type { SessionDb } from './tables.ts';

export const StepUpRow = z.object({
  id: z.string(),
  sessionRef: SessionRef,
  personId: PersonId,
  action: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(StepUpAction),
  askedAt: z.number(),
  metAt: z.number().nullable(),
});
export type StepUpRow = z.infer<typeof StepUpRow>;

export type SignIn = {
  nonceHash: string;
  browserHash: string;
  askedAt: number;
  expiresAt: number;
  isShared: boolean;
  stepUpId: string | null;
};

/** The sign-ins of one person, or those of one session at the provider. */
export type SignInsOf = { issuer: string; subject: string } | { issuer: string; sid: string };

const hashOfWhose = (whose: SignInsOf): string =>
  hashOf(
    JSON.stringify(
      'sid' in whose ? [whose.issuer, 'sid', whose.sid] : [whose.issuer, 'sub', whose.subject],
    ),
  );

export function signInsSql(db: SessionDb) {
  return {
    async addSignIn(signIn: SignIn): Promise<void> {
      await db
        .insertInto('signIn')
        .values({ ...signIn, isShared: signIn.isShared ? 1 : 0 })
        .execute();
    },

    /** Finds and deletes the sign-in under way, so that it can be used once only. */
    async takeSignIn(nonceHash: string): Promise<SignIn | null> {
      const row = await db
        .deleteFrom('signIn')
        .where('nonceHash', '=', nonceHash)
        .returningAll()
        .executeTakeFirst();
      return row ? { ...row, isShared: row.isShared !== 0 } : null;
    },

    /** The step-up that this sign-in under way is for; it stays under way. */
    async stepUpOfSignIn(nonceHash: string): Promise<StepUpRow | null> {
      const row = await db
        .selectFrom('signIn')
        .innerJoin('stepUp', 'stepUp.id', 'signIn.stepUpId')
        .selectAll('stepUp')
        .where('nonceHash', '=', nonceHash)
        .executeTakeFirst();
      return row ? StepUpRow.parse(row) : null;
    },

    /** When this sign-in under way was asked for; it stays under way. */
    async signInAskedAt(nonceHash: string): Promise<number | null> {
      const row = await db
        .selectFrom('signIn')
        .select('askedAt')
        .where('nonceHash', '=', nonceHash)
        .executeTakeFirst();
      return row?.askedAt ?? null;
    },

    /**
     * Ends every sign-in that was begun before, in any browser, since its ID token may have been
     * issued already.
     */
    async endSignIns(whose: SignInsOf, endedAt: number): Promise<void> {
      await db
        .insertInto('signInsEnded')
        .values({ whoseHash: hashOfWhose(whose), endedAt })
        .onConflict((conflict) => conflict.column('whoseHash').doUpdateSet({ endedAt }))
        .execute();
    },

    /** Whether a sign-in that was asked for then has been ended since. */
    async isSignInEnded(whose: readonly SignInsOf[], askedAt: number): Promise<boolean> {
      const row = await db
        .selectFrom('signInsEnded')
        .select('endedAt')
        .where('whoseHash', 'in', whose.map(hashOfWhose))
        .where('endedAt', '>', askedAt)
        .executeTakeFirst();
      return row !== undefined;
    },

    /** Ends the sign-ins under way in this browser. */
    async dropSignIns(browserHash: string): Promise<void> {
      await db.deleteFrom('signIn').where('browserHash', '=', browserHash).execute();
    },

    /** For the trail that administrators read. */
    async noteSignIn(personId: PersonId, at: number): Promise<void> {
      await db.insertInto('signInMade').values({ id: randomId(), at, personId }).execute();
    },

    async sweepSignInsMade(before: number): Promise<void> {
      await db.deleteFrom('signInMade').where('at', '<', before).execute();
    },

    async addStepUp(stepUp: Omit<StepUpRow, 'metAt'>): Promise<void> {
      await db
        .insertInto('stepUp')
        .values({ ...stepUp, action: JSON.stringify(stepUp.action), metAt: null })
        .execute();
    },

    async findStepUp(id: string): Promise<StepUpRow | null> {
      const row = await db.selectFrom('stepUp').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? StepUpRow.parse(row) : null;
    },

    /** The step-ups of a session pass to the one that replaces it. */
    async meetStepUp(id: string, metAt: number, sessionRef: SessionRef): Promise<void> {
      await db.updateTable('stepUp').set({ metAt, sessionRef }).where('id', '=', id).execute();
    },

    async stepUpsOf(sessionRef: SessionRef): Promise<readonly StepUpRow[]> {
      const rows = await db
        .selectFrom('stepUp')
        .selectAll()
        .where('sessionRef', '=', sessionRef)
        .where('metAt', 'is not', null)
        .execute();
      return rows.map((row) => StepUpRow.parse(row));
    },

    /** @returns whether this call used it up; a second one finds nothing */
    async useStepUp(id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('stepUp')
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}
