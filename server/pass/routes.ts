/**
 * The token endpoint: `POST /rooms/:slug/pass`. Who asks, which room, which
 * lesson; the policy decides; one pass, for the meeting frame only. A GET never
 * mints one.
 */
import { Hono } from 'hono';
import { Slug } from '../contract/ids.ts';
import { problemResponse } from '../http/problem-response.ts';
import { takeOne, type Throttle } from '../http/throttle.ts';
import { isSomebody } from '../rooms/policy.ts';
import type { IssuePass } from './issue.ts';

export type PassRoutesDeps = {
  issue: IssuePass;
  /** By session: each pass is a row that is kept for as long as the audit. */
  limit: Throttle;
};

export function passRoutes({ issue, limit }: PassRoutesDeps): Hono {
  const app = new Hono();

  app.post('/rooms/:slug/pass', async (c) => {
    const decision = isSomebody(c.get('auth'));
    if (!decision.allowed) return problemResponse(c, decision);
    const { sessionRef } = decision.actor;
    const wait = takeOne(limit, sessionRef);
    if (wait > 0) return problemResponse(c, { code: 'too-many-requests', retryAfter: wait });
    const issued = await issue(decision.actor, Slug.parse(c.req.param('slug')));
    if (!issued.allowed) {
      limit.giveBack(sessionRef);
      return problemResponse(c, issued);
    }
    c.header('cache-control', 'no-store');
    return c.json(issued.pass, 201);
  });

  return app;
}
