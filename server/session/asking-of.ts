/** What a stored session comes to now: a person, for policies to decide on, or one that is over. */
import type { SessionRef } from '../contract/ids.ts';
import type { Auth, Actor } from '../http/auth.ts';
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

/** Whom a session stands for, as the transaction of `within` sees it. */
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
