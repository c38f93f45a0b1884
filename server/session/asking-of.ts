/** Turns a stored session into what policies decide on: the person, or that it has expired. */
import type { SessionRef, Slug } from '../contract/ids.ts';
import type { Auth, Actor } from '../http/auth.ts';
import { hashOf } from '../crypto.ts';
import { type ExpirySettings, sessionState } from './expiry.ts';
import type { Person } from './people-store.ts';
import type { SessionStore, StoredSession } from './sessions-store.ts';

type Found = { session: StoredSession; person: Person };

export function createAskingOf(settings: ExpirySettings, clock: () => number) {
  return ({ session, person }: Found): Auth => {
    const state = sessionState(session, clock(), settings);
    if (state.kind === 'expired') return { kind: 'expired' };
    const actor = actorOf(session, person);
    if (state.kind === 'active') return { kind: 'person', actor };
    const { slug, lastPassUsed } = state;
    return { kind: 'person', actor: { ...actor, lingering: { slug, lastPassUsed } } };
  };
}

/** Whom a request's cookie stands for. */
export type Presented = {
  auth: Auth;
  /** The room whose page or meeting the session is on. */
  attending: Slug | null;
};

/** @param within a transaction's store, where what is decided is written with it */
export type AuthenticateCookie = (
  within: Pick<SessionStore, 'findSession'>,
  cookie: string | undefined,
) => Promise<Presented>;

export function createAuthenticateCookie(
  settings: ExpirySettings,
  clock: () => number,
): AuthenticateCookie {
  const authOf = createAskingOf(settings, clock);
  return async (within, cookie) => {
    const found = cookie ? await within.findSession(hashOf(cookie)) : null;
    if (!found) return { auth: { kind: cookie ? 'expired' : 'nobody' }, attending: null };
    return { auth: authOf(found), attending: found.session.attendingSlug };
  };
}

/** Whose session this is, read with the store of one transaction. */
export type AskingIn = (within: Pick<SessionStore, 'findByRef'>, ref: SessionRef) => Promise<Auth>;

export function createAskingIn(settings: ExpirySettings, clock: () => number): AskingIn {
  const authOf = createAskingOf(settings, clock);
  return async (within, ref) => {
    const found = await within.findByRef(ref);
    return found ? authOf(found) : { kind: 'expired' };
  };
}

function actorOf(session: StoredSession, person: Person): Actor {
  return {
    personId: person.id,
    name: person.name,
    role: person.role,
    isAdmin: person.isAdmin,
    classes: person.classes,
    sessionRef: session.ref,
    authTime: session.authTime,
    isShared: session.isShared,
    lingering: null,
  };
}
