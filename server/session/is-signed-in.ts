/**
 * Whether these cookies belong to a session. It does not count as activity, so that an idle session
 * stays idle.
 */
import { hashOf } from '../crypto.ts';
import type { CookieJar } from './cookies.ts';
import { type ExpirySettings, sessionState } from './expiry.ts';
import type { SessionStore } from './sessions-store.ts';

export type IsSignedIn = (cookies: string | undefined) => Promise<boolean>;

type Deps = {
  store: Pick<SessionStore, 'findSession'>;
  jar: Pick<CookieJar, 'sessionIn'>;
  settings: ExpirySettings;
  clock: () => number;
};

export function createIsSignedIn({ store, jar, settings, clock }: Deps): IsSignedIn {
  return async (cookies) => {
    const cookie = jar.sessionIn(cookies);
    const found = cookie ? await store.findSession(hashOf(cookie)) : null;
    return found !== null && sessionState(found.session, clock(), settings).kind === 'active';
  };
}
