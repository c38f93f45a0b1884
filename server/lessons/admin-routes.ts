/**
 * Lessons for administrators: which are open, and an end for one that should be over.
 *
 *   GET  /admin/lessons                      who runs them and since when, not who is in
 *   POST /admin/rooms/:slug/lesson/end       for all
 */
import { Hono } from 'hono';
import { Slug, type RoomId } from '../contract/ids.ts';
import type { AdminLesson } from '../contract/admin.ts';
import { problemResponse } from '../http/problem-response.ts';
import { mayAdminister, mayEndAnyLesson } from '../rooms/policy.ts';
import type { LessonRoutesDeps } from './routes.ts';

export type AdminLessonRoutesDeps = Pick<
  LessonRoutesDeps,
  'lessons' | 'transact' | 'transition'
> & {
  nameOf(roomId: RoomId): Promise<{ name: string; organizers: readonly string[] } | null>;
};

export function adminLessonRoutes(deps: AdminLessonRoutesDeps): Hono {
  const { lessons, transact, transition } = deps;
  const app = new Hono();

  app.get('/admin/lessons', async (c) => {
    const decision = mayAdminister(c.get('auth'));
    if (!decision.allowed) return problemResponse(c, decision);
    const listed: AdminLesson[] = [];
    for (const { lesson, people } of await lessons.openNow()) {
      const { slug, state, openedAt } = lesson;
      const room = await deps.nameOf(lesson.roomId);
      if (!room) continue;
      const organizers = [...room.organizers];
      listed.push({ slug, room: room.name, organizers, state, openedAt, people });
    }
    return c.json({ lessons: listed });
  });

  app.post('/admin/rooms/:slug/lesson/end', async (c) => {
    const slug = Slug.parse(c.req.param('slug'));
    const auth = c.get('auth');
    const decision = await transact(async (tx) => {
      const room = await tx.findRoom(slug);
      const again = auth.kind === 'person' ? await tx.authNow(auth.actor.sessionRef) : auth;
      const may = mayEndAnyLesson(again, room?.facts ?? null);
      const lesson = may.allowed && room ? await tx.lessonRows.openIn(room.id) : null;
      // Ending what is over is no fault.
      if (lesson) {
        await transition.apply(tx, lesson, { kind: 'end', reason: 'ended-by-administrator' });
      }
      return may;
    });
    return decision.allowed ? c.body(null, 204) : problemResponse(c, decision);
  });

  return app;
}
