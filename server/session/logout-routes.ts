/**
 * Signing out more than this browser.
 *
 *   POST /session/everywhere       every device of this person
 *   POST /back-channel-logout      the provider says that somebody signed out there
 */
import { type Context, Hono } from 'hono';
import type { Log } from '../http/log.ts';
import { problemResponse } from '../http/problem-response.ts';
import { readText } from '../http/read-body.ts';
import { hashOf, type Encryption } from '../crypto.ts';
import { createReplayGuard, readLogoutToken } from './back-channel-logout.ts';
import type { CookieJar } from './cookies.ts';
import type { Provider } from './provider.ts';
import type { EndSessions } from './end-session.ts';
import type { MayAsk } from './routes.ts';
import type { SessionStore } from './sessions-store.ts';

export type LogoutDeps = {
  store: SessionStore;
  provider: Provider;
  jar: CookieJar;
  mayAsk: MayAsk;
  encryption: Encryption;
  clock: () => number;
  endSessions: EndSessions;
  log: Log;
};

export function everywhereRoutes(deps: LogoutDeps): Hono {
  const { store, jar, mayAsk, endSessions, provider, encryption } = deps;
  const app = new Hono();
  app.post('/session/everywhere', async (c) => {
    const decision = mayAsk(c.get('auth'));
    if (!decision.allowed) return problemResponse(c, decision);
    const here = await store.findSession(hashOf(jar.sessionOf(c) ?? ''));
    await endSessions.allOf(decision.actor.personId, 'signed-out');
    await store.dropSignIns(hashOf(jar.browserOf(c) ?? ''));
    jar.clearSessionCookie(c);
    const providerUrl = here && provider.signOutUrl(encryption.decrypt(here.session.idToken));
    return c.json(providerUrl ? { providerUrl } : {});
  });
  return app;
}

/** Called by the provider itself: no cookie, no Origin, a form (section 2.5). */
export function backChannelRoutes(deps: LogoutDeps): Hono {
  const takeOnce = createReplayGuard(deps.clock);
  const app = new Hono();
  app.post('/back-channel-logout', async (c) => {
    c.header('cache-control', 'no-store');
    const token = await tokenOf(c);
    const { issuer, clientId, keys } = deps.provider;
    const read = await readLogoutToken(token, {
      issuer,
      clientId,
      keys,
      now: deps.clock(),
      takeOnce,
    });
    if (!read.ok) {
      deps.log.warn({ reason: read.reason }, 'logout token refused');
      return problemResponse(c, { code: 'malformed' });
    }
    const { subject, sid } = read;
    // Only where the token names one session: some providers send a logout token for the whole
    // subject while that person signs in anew.
    if (sid !== null) await deps.store.endSignIns({ issuer, sid }, deps.clock());
    const ended = await deps.store.sessionsFor(issuer, subject, sid);
    for (const session of ended) await deps.endSessions.one(session, 'revoked');
    deps.log.info(
      { sessions: ended.length, isOfOneSession: sid !== null },
      'the OpenID provider signed somebody out',
    );
    return c.body(null, 200);
  });
  return app;
}

async function tokenOf(c: Context): Promise<string> {
  return new URLSearchParams((await readText(c.req.raw)) ?? '').get('logout_token') ?? '';
}
