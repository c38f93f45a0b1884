/** Finds out, for every request of the API, whose session its cookie names. */
import type { MiddlewareHandler } from 'hono';
import type { CookieJar } from './cookies.ts';
import type { Sessions } from './sessions.ts';

export function whoIsAsking(sessions: Sessions, jar: CookieJar): MiddlewareHandler {
  return async (c, next) => {
    c.set('asking', await sessions.asking(jar.sessionOf(c)));
    return next();
  };
}
