/** Tables of the session slice. Truth is 0 or 1, times are milliseconds since the epoch. */
import type { Kysely, Transaction } from 'kysely';
import type { PersonId, SessionRef, Slug } from '../contract/ids.ts';

/** The database, or one transaction on it. */
export type SessionDb = Kysely<SessionTables> | Transaction<SessionTables>;

export type SessionTables = {
  person: {
    id: PersonId;
    issuer: string;
    subject: string;
    name: string;
    role: 'teacher' | 'student' | null;
    isAdmin: number;
    /** JSON: string[] */
    classes: string;
    /** JSON: string[]; kept only while no Role or Class follows from them. */
    groupsSeen: string;
    /** `null`: named by a colleague, has never signed in. */
    signedInAt: number | null;
  };
  /** Classes that somebody belonged to, for suggestions. */
  classSeen: { classId: string; seenAt: number };
  session: {
    /** SHA-256 of the cookie's value. */
    idHash: string;
    /** Names the session inside Homeroom; whoever knows it can do nothing with it. */
    ref: SessionRef;
    personId: PersonId;
    startedAt: number;
    /** The provider's `auth_time`; `null` where it sent none: never recent. */
    authTime: number | null;
    activeAt: number;
    endsAt: number;
    isShared: number;
    /** Encrypted; for sign-out at the provider only. */
    idToken: string;
    providerSid: string | null;
    /** Encrypted; to ask a foreign provider again. */
    refreshToken: string | null;
    /** The room whose waiting page or meeting this session is on. */
    attendingSlug: Slug | null;
    /** The one pass that an expired session may still fetch was fetched. */
    lastPassUsed: number;
  };
  signIn: {
    nonceHash: string;
    /** SHA-256 of the cookie that binds the nonce to one browser. */
    browserHash: string;
    /** The sign-in has to be newer than this. */
    askedAt: number;
    expiresAt: number;
    isShared: number;
    stepUpId: string | null;
  };
  /**
   * When sign-ins under way were ended. Kept for as long as one that was begun before could still
   * arrive.
   */
  signInsEnded: {
    /** SHA-256 of the issuer and the subject, or the issuer and the session there. */
    whoseHash: string;
    endedAt: number;
  };
  /** The trail of sign-ins, for administrators; kept as long as that of passes. */
  signInMade: { id: string; at: number; personId: PersonId };
  stepUp: {
    id: string;
    sessionRef: SessionRef;
    personId: PersonId;
    /** JSON: StepUpAction */
    action: string;
    askedAt: number;
    /** When a fresh sign-in met it; `null` until then. Used up by deleting the row. */
    metAt: number | null;
  };
};
