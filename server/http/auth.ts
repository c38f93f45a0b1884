/** Who makes a request: the person whom its cookie names, for policies to decide on. */
import type { PersonId, SessionRef, Slug } from '../contract/ids.ts';
import type { Role } from '../contract/person.ts';

export type Actor = {
  personId: PersonId;
  name: string;
  role: Role | null;
  isAdmin: boolean;
  classes: readonly string[];
  /** Names the session inside Homeroom; whoever knows it can do nothing with it. */
  sessionRef: SessionRef;
  /**
   * Milliseconds since the epoch; `null` where the provider sent no `auth_time`, which never counts
   * as recent.
   */
  authTime: number | null;
  isShared: boolean;
  /**
   * Set when the session expired while its person was on a waiting page or in a meeting: it is then
   * good for that room only.
   */
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
    /** The room whose page or meeting the session is on. */
    attending: Slug | null;
  }
}
