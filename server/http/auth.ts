/** Who makes a request: what a request's cookie came to, for policies to decide on. */
import type { PersonId, SessionRef, Slug } from '../contract/ids.ts';
import type { Role } from '../contract/person.ts';

export type Actor = {
  personId: PersonId;
  name: string;
  role: Role | null;
  isAdmin: boolean;
  classes: readonly string[];
  /** Names the session; opens nothing. */
  sessionRef: SessionRef;
  /** Milliseconds since the epoch; `null` where the provider never said. Never recent then. */
  authTime: number | null;
  isShared: boolean;
  /** Set once the session expired on a waiting page or in a meeting: that room only. */
  lingering: { slug: Slug; lastPassUsed: boolean } | null;
};

export type Auth =
  | { kind: 'nobody' }
  /** A cookie of a session that is over. */
  | { kind: 'expired' }
  | { kind: 'person'; actor: Actor };

declare module 'hono' {
  interface ContextVariableMap {
    auth: Auth;
  }
}
