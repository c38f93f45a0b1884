/**
 * The token endpoint: `POST /rooms/:slug/pass`. Who asks, which room, which
 * lesson; the policy decides; one pass, for the meeting frame only. A GET never
 * mints one.
 */
import { type Context, Hono } from 'hono';
import { Slug } from '../contract/ids.ts';
import { problemResponse } from '../http/problem-response.ts';
import type { IssuePass } from './issue.ts';

export type PassRoutesDeps = {
  issue: IssuePass;
  /** The value of the session cookie, if there is one. */
  sessionCookie(c: Context): string | undefined;
};

export function passRoutes({ issue, sessionCookie }: PassRoutesDeps): Hono {
  const app = new Hono();

  app.post('/rooms/:slug/pass', async (c) => {
    const issued = await issue(sessionCookie(c), Slug.parse(c.req.param('slug')));
    if (!issued.allowed) return problemResponse(c, issued);
    c.header('cache-control', 'no-store');
    return c.json(issued.pass, 201);
  });

  return app;
}
