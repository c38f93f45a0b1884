/** Finds out, for every request of the API, whose session its cookie names. */
import type { MiddlewareHandler } from 'hono';
import type { CookieJar } from './cookies.ts';
import type { Sessions } from './sessions.ts';

export function authenticate(sessions: Sessions, jar: CookieJar): MiddlewareHandler {
  return async (c, next) => {
    c.set('auth', await sessions.authenticate(jar.sessionOf(c)));
    return next();
  };
}
