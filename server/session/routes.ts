/**
 * Signing in and out over HTTP.
 *
 *   POST /sign-in             a nonce for the authorization request
 *   POST /session             the exchange: ID token in, session cookie out
 *   GET  /session             who is here, and until when
 *   POST /session/activity    somebody is: the idle limit counts anew
 *   POST /sign-out            in every tab, and out of the meeting
 *   POST /step-up             ask for a fresh sign-in for one action
 */
import { type Context, Hono } from 'hono';
import { Exchange, type SignedIn, SignInRequest, StepUpRequest } from '../contract/session.ts';
import type { Auth, Actor } from '../http/auth.ts';
import { rateLimitKey } from '../http/client-address.ts';
import type { Log } from '../http/log.ts';
import { problemResponse, type Refusal } from '../http/problem-response.ts';
import { readBody } from '../http/read-body.ts';
import { randomSecret, type Encryption } from '../crypto.ts';
import { takeOne, type Throttle } from '../http/throttle.ts';
import type { CookieJar } from './cookies.ts';
import type { createExchange } from './exchange.ts';
import type { Provider } from './provider.ts';
import { problemOf } from './refusal.ts';
import type { Sessions } from './sessions.ts';

/** Who may ask for a step-up is the policy's to say. */
export type MayAsk = (
  auth: Auth,
) => { allowed: true; actor: Actor } | ({ allowed: false } & Refusal);

export type SessionRoutesDeps = {
  sessions: Sessions;
  exchange: ReturnType<typeof createExchange>;
  jar: CookieJar;
  provider: Provider;
  encryption: Encryption;
  /** By address, as limits count it. */
  beginLimit: Throttle;
  /** The school says of these computers that several people use them. */
  isSharedAddress(address: string): boolean;
  mayAsk: MayAsk;
  log: Log;
};

export function sessionRoutes(deps: SessionRoutesDeps): Hono {
  const { sessions, jar, mayAsk } = deps;
  const app = new Hono();

  app.post('/sign-in', async (c) => {
    const body = await readBody(c, SignInRequest);
    if (!body.ok) return problemResponse(c, body.refusal);
    const address = c.get('clientAddress');
    const wait = takeOne(deps.beginLimit, rateLimitKey(address));
    if (wait > 0) return problemResponse(c, { code: 'too-many-requests', retryAfter: wait });
    // One value for all sign-ins under way in this browser, so that two tabs do not undo each
    // other's.
    const browser = jar.browserOf(c) ?? randomSecret();
    const asked = {
      isShared: body.value.shared === true || deps.isSharedAddress(address),
      stepUp: body.value.stepUp,
    };
    const begun = await sessions.begin(browser, asked, jar.sessionOf(c));
    if (!begun.ok) return problemResponse(c, { code: 'sign-in-outdated' });
    jar.setBrowserCookie(c, browser);
    // Only for the log: the browser asks the provider itself, and notices when it does not
    // answer.
    void deps.provider.probe?.();
    return c.json(begun.start);
  });

  app.post('/session', (c) => exchangeToken(c, deps));

  app.get('/session', async (c) => {
    const session = await sessions.current(jar.sessionOf(c));
    return session ? c.json(session) : refuseEnded(c);
  });

  app.post('/session/activity', async (c) => {
    const session = await sessions.stay(jar.sessionOf(c));
    return session ? c.json(session) : refuseEnded(c);
  });

  app.post('/sign-out', async (c) => {
    // Also without a session: the cookie is removed in any case.
    const idToken = await sessions.end(jar.sessionOf(c), 'signed-out');
    await sessions.forgetSignIns(jar.browserOf(c));
    jar.clearSessionCookie(c);
    const opened = idToken === null ? null : deps.encryption.decrypt(idToken);
    const providerUrl = idToken === null ? null : deps.provider.signOutUrl(opened);
    return c.json(providerUrl === null ? {} : { providerUrl });
  });

  app.post('/step-up', async (c) => {
    const decision = mayAsk(c.get('auth'));
    if (!decision.allowed) return problemResponse(c, decision);
    const body = await readBody(c, StepUpRequest);
    if (!body.ok) return problemResponse(c, body.refusal);
    return c.json({ id: await sessions.askStepUp(decision.actor, body.value.action) }, 201);
  });

  return app;
}

async function exchangeToken(c: Context, deps: SessionRoutesDeps): Promise<Response> {
  const { jar, sessions, exchange, log } = deps;
  const body = await readBody(c, Exchange);
  if (!body.ok) return problemResponse(c, body.refusal);
  const wait = takeOne(deps.beginLimit, rateLimitKey(c.get('clientAddress')));
  if (wait > 0) return problemResponse(c, { code: 'too-many-requests', retryAfter: wait });
  const browser = { browser: jar.browserOf(c), session: jar.sessionOf(c) };
  const exchanged = await exchange(body.value, browser);
  if (!exchanged.ok) {
    const { reason, cause } = exchanged;
    // The page shows the same number, for whoever is asked what is wrong.
    log.warn({ requestId: c.get('requestId'), reason, cause }, 'sign-in refused');
    const code = problemOf(reason);
    const providerUrl =
      code === 'sign-in-not-fresh' ? deps.provider.signOutUrl(body.value.idToken) : null;
    return problemResponse(c, { code, ...(providerUrl === null ? {} : { providerUrl }) });
  }
  jar.setSessionCookie(c, exchanged.cookie);
  const session = await sessions.current(exchanged.cookie);
  if (!session) return problemResponse(c, { code: 'session-expired' });
  const signedIn: SignedIn = {
    session,
    ...(exchanged.action ? { action: exchanged.action } : {}),
  };
  return c.json(signedIn, 201);
}

function refuseEnded(c: Context): Response {
  const { kind } = c.get('auth');
  return problemResponse(c, { code: kind === 'nobody' ? 'not-signed-in' : 'session-expired' });
}
