/**
 * The token endpoint: `POST /rooms/:slug/pass`. Who asks, which room, which
 * lesson; the policy decides; one pass, for the meeting frame only. A GET never
 * mints one.
 */
import { Hono } from 'hono';
import type { Viewer } from '../edge/asking.ts';
import { problemResponse } from '../edge/problem-response.ts';
import { takeOne, type Throttle } from '../edge/throttle.ts';
import { type LessonFacts, mayHavePass } from '../rooms/policy.ts';
import type { PassLesson, PassRoom, Passes } from './issue.ts';

export type PassRoutesDeps = {
  passes: Passes;
  findRoom(slug: string): Promise<PassRoom | null>;
  /** The room's open lesson, as it stands to this person. */
  findLesson(
    roomId: string,
    personId: string,
  ): Promise<{ lesson: PassLesson; facts: LessonFacts } | null>;
  /** The session is now in this room's meeting. */
  attend(viewer: Viewer, slug: string): Promise<void>;
  /** @returns whether an expired session's one pass was still there to be used */
  useLastPass(viewer: Viewer): Promise<boolean>;
  /** By session: each pass is a row that is kept for as long as the audit. */
  limit: Throttle;
};

export function passRoutes(deps: PassRoutesDeps): Hono {
  const { passes, findRoom, findLesson, attend, useLastPass, limit } = deps;
  const app = new Hono();

  app.post('/rooms/:slug/pass', async (c) => {
    const asking = c.get('asking');
    const room = await findRoom(c.req.param('slug'));
    const personId = asking.kind === 'person' ? asking.viewer.personId : '';
    const found = room && (await findLesson(room.id, personId));
    const decision = mayHavePass(asking, room?.facts ?? null, found?.facts ?? null);
    if (!decision.allowed) return problemResponse(c, decision);
    if (!room || !found) return problemResponse(c, { code: 'lesson-not-running' });
    const { viewer, affiliation } = decision;
    const wait = takeOne(limit, viewer.sessionRef);
    if (wait > 0) return problemResponse(c, { code: 'too-many-requests', retryAfter: wait });
    if (viewer.lingering && !(await useLastPass(viewer))) {
      return problemResponse(c, { code: 'session-expired' });
    }
    if (!viewer.lingering) await attend(viewer, room.slug);
    const pass = await passes.issue(viewer, affiliation, room, found.lesson);
    if (!pass) return problemResponse(c, { code: 'lesson-not-running' });
    c.header('cache-control', 'no-store');
    return c.json(pass, 201);
  });

  return app;
}
