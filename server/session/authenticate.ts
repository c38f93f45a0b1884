/** Finds out, for every request of the API, whose session its cookie names. */
import type { MiddlewareHandler } from 'hono';
import type { CookieJar } from './cookies.ts';
import type { Sessions } from './sessions.ts';

export function authenticate(sessions: Sessions, jar: CookieJar): MiddlewareHandler {
  return async (c, next) => {
    const { auth, attending } = await sessions.presented(jar.sessionOf(c));
    c.set('auth', auth);
    c.set('attending', attending);
    return next();
  };
}
