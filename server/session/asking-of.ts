/** What a stored session comes to now: a person, for policies to decide on, or one that is over. */
import type { Asking, Viewer } from '../edge/asking.ts';
import { type ExpirySettings, sessionState } from './expiry.ts';
import type { Person } from './people-store.ts';
import type { SessionStore, StoredSession } from './sessions-store.ts';

type Found = { session: StoredSession; person: Person };

export function createAskingOf(settings: ExpirySettings, clock: () => number) {
  return ({ session, person }: Found): Asking => {
    const state = sessionState(session, clock(), settings);
    if (state.kind === 'expired') return { kind: 'expired' };
    const viewer = viewerOf(session, person);
    if (state.kind === 'standing') return { kind: 'person', viewer };
    const { slug, lastPassUsed } = state;
    return { kind: 'person', viewer: { ...viewer, lingering: { slug, lastPassUsed } } };
  };
}

/** Whom a session stands for, as the transaction of `within` sees it. */
export type AskingIn = (within: Pick<SessionStore, 'findByRef'>, ref: string) => Promise<Asking>;

export function createAskingIn(settings: ExpirySettings, clock: () => number): AskingIn {
  const askingOf = createAskingOf(settings, clock);
  return async (within, ref) => {
    const found = await within.findByRef(ref);
    return found ? askingOf(found) : { kind: 'expired' };
  };
}

function viewerOf(session: StoredSession, person: Person): Viewer {
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
