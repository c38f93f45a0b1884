/** The SQL of people, sessions and sign-ins under way. */
import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import { Role } from '../contract/person.ts';
import { StepUpAction } from '../contract/session.ts';
import { randomId } from '../edge/secrets.ts';
import type { SessionTables } from './tables.ts';

const Texts = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(z.string()));
const Truth = z.number().transform((number) => number !== 0);

export const Person = z.object({
  id: z.string(),
  issuer: z.string(),
  subject: z.string(),
  name: z.string(),
  role: Role.nullable(),
  isAdmin: Truth,
  classes: Texts,
  groupsSeen: Texts,
});
export type Person = z.infer<typeof Person>;

export const StoredSession = z.object({
  ref: z.string(),
  personId: z.string(),
  authTime: z.number().nullable(),
  activeAt: z.number(),
  endsAt: z.number(),
  isShared: Truth,
  idToken: z.string(),
  attendingSlug: z.string().nullable(),
  lastPassUsed: Truth,
});
export type StoredSession = z.infer<typeof StoredSession>;

const SessionWithPerson = StoredSession.extend(Person.shape);

export const StepUpRow = z.object({
  id: z.string(),
  sessionRef: z.string(),
  personId: z.string(),
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
  expiresAt: number;
  isShared: boolean;
  stepUpId: string | null;
};

export type NewSession = {
  idHash: string;
  personId: string;
  startedAt: number;
  authTime: number | null;
  endsAt: number;
  isShared: boolean;
  idToken: string;
  providerSid: string | null;
  refreshToken: string | null;
};

/** What the provider and the school's groups say of someone at a sign-in. */
export type PersonSeen = {
  issuer: string;
  subject: string;
  name: string;
  role: Role | null;
  isAdmin: boolean;
  classes: readonly string[];
  groupsSeen: readonly string[];
};

export type SessionStore = ReturnType<typeof createSessionStore>;

export function createSessionStore(db: Kysely<SessionTables>) {
  return {
    /** Runs `work` on one transaction's store: all of it, or nothing. */
    inTransaction: <T>(work: (store: SessionWrites) => Promise<T>): Promise<T> =>
      db.transaction().execute((trx) => work(sessionWrites(trx))),
    ...sessionWrites(db),
  };
}

export type SessionWrites = ReturnType<typeof sessionWrites>;

function sessionWrites(db: Kysely<SessionTables> | Transaction<SessionTables>) {
  async function findBy(
    column: 'session.idHash' | 'session.ref',
    value: string,
  ): Promise<{ session: StoredSession; person: Person } | null> {
    const row = await db
      .selectFrom('session')
      .innerJoin('person', 'person.id', 'session.personId')
      .selectAll('person')
      .select([
        'session.ref',
        'session.personId',
        'session.authTime',
        'session.activeAt',
        'session.endsAt',
        'session.isShared',
        'session.idToken',
        'session.attendingSlug',
        'session.lastPassUsed',
      ])
      .where(column, '=', value)
      .executeTakeFirst();
    if (!row) return null;
    const parsed = SessionWithPerson.parse(row);
    return { session: parsed, person: parsed };
  }

  return {
    findSession: (idHash: string) => findBy('session.idHash', idHash),

    /** The session by the name that outlives its cookie. */
    findByRef: (ref: string) => findBy('session.ref', ref),

    async findPerson(personId: string): Promise<Person | null> {
      const row = await db
        .selectFrom('person')
        .selectAll()
        .where('id', '=', personId)
        .executeTakeFirst();
      return row ? Person.parse(row) : null;
    },

    async countPeople(): Promise<number> {
      const row = await db
        .selectFrom('person')
        .select((count) => count.fn.countAll().as('people'))
        .executeTakeFirstOrThrow();
      return Number(row.people);
    },

    /** Teachers seen here whose name contains the words, at most 20. */
    async findTeachers(words: string): Promise<readonly Person[]> {
      const rows = await db
        .selectFrom('person')
        .selectAll()
        .where('role', '=', 'teacher')
        .orderBy('name')
        .execute();
      const wanted = words.toLocaleLowerCase();
      return rows
        .map((row) => Person.parse(row))
        .filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
        .slice(0, 20);
    },

    async classesSeen(): Promise<readonly string[]> {
      const rows = await db.selectFrom('classSeen').select('classId').orderBy('classId').execute();
      return rows.map(({ classId }) => classId);
    },

    async seeClasses(classes: readonly string[], seenAt: number): Promise<void> {
      for (const classId of classes) {
        await db
          .insertInto('classSeen')
          .values({ classId, seenAt })
          .onConflict((conflict) => conflict.column('classId').doUpdateSet({ seenAt }))
          .execute();
      }
    },

    /** The Person of this issuer and subject, created at the first sign-in. */
    async rememberPerson(seen: PersonSeen, signedInAt: number | null): Promise<Person> {
      const known = {
        name: seen.name,
        role: seen.role,
        isAdmin: seen.isAdmin ? 1 : 0,
        classes: JSON.stringify(seen.classes),
        groupsSeen: JSON.stringify(seen.groupsSeen),
        ...(signedInAt === null ? {} : { signedInAt }),
      };
      const row = await db
        .insertInto('person')
        .values({
          id: randomId(),
          issuer: seen.issuer,
          subject: seen.subject,
          signedInAt: null,
          ...known,
        })
        .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doUpdateSet(known))
        .returningAll()
        .executeTakeFirstOrThrow();
      return Person.parse(row);
    },

    async addSignIn(signIn: SignIn): Promise<void> {
      await db
        .insertInto('signIn')
        .values({ ...signIn, isShared: signIn.isShared ? 1 : 0 })
        .execute();
    },

    /** Takes the sign-in under way out: what was taken once is never found again. */
    async takeSignIn(nonceHash: string): Promise<SignIn | null> {
      const row = await db
        .deleteFrom('signIn')
        .where('nonceHash', '=', nonceHash)
        .returningAll()
        .executeTakeFirst();
      return row ? { ...row, isShared: row.isShared !== 0 } : null;
    },

    /** @param ref of the session that it replaces, where its passes and streams go on */
    async addSession(session: NewSession, ref = randomId()): Promise<string> {
      await db
        .insertInto('session')
        .values({
          ...session,
          ref,
          activeAt: session.startedAt,
          isShared: session.isShared ? 1 : 0,
          attendingSlug: null,
          lastPassUsed: 0,
        })
        .execute();
      return ref;
    },

    async touch(ref: string, activeAt: number): Promise<void> {
      await db.updateTable('session').set({ activeAt }).where('ref', '=', ref).execute();
    },

    async attend(ref: string, attendingSlug: string | null): Promise<void> {
      await db.updateTable('session').set({ attendingSlug }).where('ref', '=', ref).execute();
    },

    /** @returns whether it was still there to be used */
    async useLastPass(ref: string): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('session')
        .set({ lastPassUsed: 1 })
        .where('ref', '=', ref)
        .where('lastPassUsed', '=', 0)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** Only the row: another one with the same `ref` takes its place. */
    async dropSession(ref: string): Promise<void> {
      await db.deleteFrom('session').where('ref', '=', ref).execute();
    },

    async endSession(ref: string): Promise<void> {
      await db.deleteFrom('session').where('ref', '=', ref).execute();
      await db.deleteFrom('stepUp').where('sessionRef', '=', ref).execute();
    },

    async sessionsOf(personId: string): Promise<readonly string[]> {
      const rows = await db
        .selectFrom('session')
        .select('ref')
        .where('personId', '=', personId)
        .execute();
      return rows.map(({ ref }) => ref);
    },

    /** Everybody of this issuer who has a session. */
    async peopleHere(issuer: string): Promise<readonly Person[]> {
      const rows = await db
        .selectFrom('person')
        .selectAll()
        .where('issuer', '=', issuer)
        .where('id', 'in', (sub) => sub.selectFrom('session').select('personId'))
        .execute();
      return rows.map((row) => Person.parse(row));
    },

    /** Sessions whose person can be asked for again at the provider. */
    async refreshable(): Promise<
      readonly { ref: string; personId: string; refreshToken: string }[]
    > {
      const rows = await db
        .selectFrom('session')
        .select(['ref', 'personId', 'refreshToken'])
        .where('refreshToken', 'is not', null)
        .execute();
      return rows.map((row) => ({ ...row, refreshToken: row.refreshToken ?? '' }));
    },

    async keepRefreshToken(ref: string, refreshToken: string): Promise<void> {
      await db.updateTable('session').set({ refreshToken }).where('ref', '=', ref).execute();
    },

    /** The sessions that a logout token means: of one `sid`, or all of the subject. */
    async sessionsFor(
      issuer: string,
      subject: string | null,
      sid: string | null,
    ): Promise<readonly { ref: string; personId: string }[]> {
      return db
        .selectFrom('session')
        .innerJoin('person', 'person.id', 'session.personId')
        .select(['session.ref', 'session.personId'])
        .where('person.issuer', '=', issuer)
        .$if(subject !== null, (query) => query.where('person.subject', '=', subject ?? ''))
        .$if(sid !== null, (query) => query.where('session.providerSid', '=', sid))
        .execute();
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
    async meetStepUp(id: string, metAt: number, sessionRef: string): Promise<void> {
      await db.updateTable('stepUp').set({ metAt, sessionRef }).where('id', '=', id).execute();
    },

    async stepUpsOf(sessionRef: string): Promise<readonly StepUpRow[]> {
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

    /** Deletes what nobody can use any more. Sessions linger a while after their end. */
    async sweep(now: number, sessionsBefore: number): Promise<void> {
      await db.deleteFrom('signIn').where('expiresAt', '<', now).execute();
      await db
        .deleteFrom('stepUp')
        .where('askedAt', '<', now - 30 * 60_000)
        .execute();
      await db
        .deleteFrom('session')
        .where((where) =>
          where.or([where('endsAt', '<', sessionsBefore), where('activeAt', '<', sessionsBefore)]),
        )
        .execute();
    },
  };
}
