/**
 * Protection from cross-site request forgery (CSRF).
 * A request that changes something must come from Homeroom's own pages and carry
 * JSON: no form and no other site can send that combination with our cookie.
 */
import type { MiddlewareHandler } from 'hono';
import { problemResponse } from './problem-response.ts';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

export function csrfProtection(publicUrl: URL): MiddlewareHandler {
  return async (c, next) => {
    if (reading.has(c.req.method)) return next();
    if (c.req.header('origin') !== publicUrl.origin) {
      return problemResponse(c, { code: 'foreign-origin' });
    }
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (type !== 'application/json') return problemResponse(c, { code: 'wrong-content-type' });
    return next();
  };
}
