/** The SQL of sessions; people and sign-ins under way have files of their own. */
import { z } from 'zod';
import { PersonId, SessionRef, Slug } from '../contract/ids.ts';
import { randomId } from '../crypto.ts';
import { type Placeholder, prepared } from '../prepared.ts';
import { signInSeconds } from './cookies.ts';
import { peopleSql, Person, SqlBoolean } from './people-store.ts';
import { signInsSql } from './sign-ins-store.ts';
import type { SessionDb } from './tables.ts';

export const StoredSession = z.object({
  ref: SessionRef,
  personId: PersonId,
  authTime: z.number().nullable(),
  activeAt: z.number(),
  endsAt: z.number(),
  isShared: SqlBoolean,
  idToken: z.string(),
  attendingSlug: Slug.nullable(),
  lastPassUsed: SqlBoolean,
});
export type StoredSession = z.infer<typeof StoredSession>;

const SessionWithPerson = StoredSession.extend(Person.shape);

export type NewSession = {
  idHash: string;
  personId: PersonId;
  startedAt: number;
  authTime: number | null;
  endsAt: number;
  isShared: boolean;
  idToken: string;
  providerSid: string | null;
  refreshToken: string | null;
};

/** @param db the database, or one transaction on it */
export const createSessionStore = (db: SessionDb) => ({
  ...peopleSql(db),
  ...signInsSql(db),
  ...sessionsSql(db),
});

export type SessionWrites = ReturnType<typeof createSessionStore>;

export type SessionStore = SessionWrites & {
  /** Runs `work` on one transaction's store: all of it, or nothing. */
  inTransaction<T>(work: (store: SessionWrites) => Promise<T>): Promise<T>;
};

const sessionBy = (column: 'session.idHash' | 'session.ref') =>
  prepared((db: SessionDb, value: Placeholder<{ wanted: string }>) =>
    db
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
      .where(column, '=', value('wanted')),
  );
const sessionByHash = sessionBy('session.idHash');
const sessionByRef = sessionBy('session.ref');

function sessionOf([row]: readonly unknown[]): { session: StoredSession; person: Person } | null {
  if (row === undefined) return null;
  const parsed = SessionWithPerson.parse(row);
  return { session: parsed, person: parsed };
}

function sessionsSql(db: SessionDb) {
  return {
    findSession: async (idHash: string) => sessionOf(await sessionByHash(db, { wanted: idHash })),

    /** The session by its `ref`, which stays the same when a step-up changes the cookie. */
    findByRef: async (ref: SessionRef) => sessionOf(await sessionByRef(db, { wanted: ref })),

    /** @param ref of the session that it replaces, where its passes and streams go on */
    async addSession(session: NewSession, ref = SessionRef.parse(randomId())): Promise<SessionRef> {
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

    async touch(ref: SessionRef, activeAt: number): Promise<void> {
      await db.updateTable('session').set({ activeAt }).where('ref', '=', ref).execute();
    },

    async attend(ref: SessionRef, attendingSlug: Slug | null): Promise<void> {
      await db
        .updateTable('session')
        .set({ attendingSlug })
        .where('ref', '=', ref)
        .where('attendingSlug', 'is distinct from', attendingSlug)
        .execute();
    },

    /** @returns whether it was still there to be used */
    async useLastPass(ref: SessionRef): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('session')
        .set({ lastPassUsed: 1 })
        .where('ref', '=', ref)
        .where('lastPassUsed', '=', 0)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** Deletes only the row: another one with the same `ref` takes its place. */
    async dropSession(ref: SessionRef): Promise<void> {
      await db.deleteFrom('session').where('ref', '=', ref).execute();
    },

    async endSession(ref: SessionRef): Promise<void> {
      await db.deleteFrom('session').where('ref', '=', ref).execute();
      await db.deleteFrom('stepUp').where('sessionRef', '=', ref).execute();
    },

    async sessionsOf(personId: PersonId): Promise<readonly SessionRef[]> {
      const rows = await db
        .selectFrom('session')
        .select('ref')
        .where('personId', '=', personId)
        .execute();
      return rows.map(({ ref }) => ref);
    },

    /** Sessions whose person can be asked for again at the provider. */
    async refreshable(): Promise<
      readonly { ref: SessionRef; personId: PersonId; refreshToken: string }[]
    > {
      const rows = await db
        .selectFrom('session')
        .select(['ref', 'personId', 'refreshToken'])
        .where('refreshToken', 'is not', null)
        .execute();
      return rows.map((row) => ({ ...row, refreshToken: row.refreshToken ?? '' }));
    },

    async keepRefreshToken(ref: SessionRef, refreshToken: string): Promise<void> {
      await db.updateTable('session').set({ refreshToken }).where('ref', '=', ref).execute();
    },

    /**
     * The sessions that a logout token means: of one `sid`, or all of the subject. One whose
     * `sid` was never told may be meant, too; one with another is not, since who has signed
     * out on one device is still told of after Homeroom has ended that session.
     */
    async sessionsFor(
      issuer: string,
      subject: string | null,
      sid: string | null,
    ): Promise<readonly { ref: SessionRef; personId: PersonId }[]> {
      return db
        .selectFrom('session')
        .innerJoin('person', 'person.id', 'session.personId')
        .select(['session.ref', 'session.personId'])
        .where('person.issuer', '=', issuer)
        .$if(subject !== null, (query) => query.where('person.subject', '=', subject ?? ''))
        .$if(sid !== null, (query) =>
          query.where(({ eb, or }) =>
            or([
              eb('session.providerSid', '=', sid),
              ...(subject === null ? [] : [eb('session.providerSid', 'is', null)]),
            ]),
          ),
        )
        .execute();
    },

    /** Deletes what nobody can use any more. Sessions linger a while after their end. */
    async sweep(now: number, sessionsBefore: number): Promise<void> {
      await db.deleteFrom('signIn').where('expiresAt', '<', now).execute();
      await db
        .deleteFrom('signInsEnded')
        .where('endedAt', '<', now - signInSeconds * 1000)
        .execute();
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
