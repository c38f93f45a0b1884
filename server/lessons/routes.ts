/**
 * Lessons over HTTP, all for organizers.
 *
 *   POST /rooms/:slug/lesson              start (needs a recent sign-in)
 *   POST /rooms/:slug/lesson/end          for all
 *   POST /rooms/:slug/lesson/extend       by an hour
 *   POST /rooms/:slug/lesson/remove       a person, for this lesson
 *   POST /rooms/:slug/lesson/readmit      that person again
 *   POST /rooms/:slug/lesson/newcomers    closed to them, or open
 *
 * Each answers with the room as the organizer sees it then.
 */
import { type Context, Hono } from 'hono';
import { type RoomSettings, type RoomView, NamePerson, SetNewcomers } from '../contract/room.ts';
import type { StepUpAction } from '../contract/session.ts';
import type { Viewer } from '../edge/asking.ts';
import { problemResponse } from '../edge/problem-response.ts';
import { readBody } from '../edge/read-body.ts';
import { mayEndLesson, mayOrganize, mayStartLesson, type RoomFacts } from '../rooms/policy.ts';
import type { Lesson } from './lessons-store.ts';
import type { Lessons } from './lessons.ts';

export type OrganizedRoom = { id: string; slug: string; settings: RoomSettings; facts: RoomFacts };

export type LessonRoutesDeps = {
  lessons: Lessons;
  clock: () => number;
  signInMaxAge: number;
  findRoom(slug: string): Promise<OrganizedRoom | null>;
  viewRoom(slug: string, viewer: Viewer): Promise<RoomView | null>;
  stepUpFor(viewer: Viewer, action: StepUpAction): Promise<{ use(): Promise<boolean> } | null>;
};

export function lessonRoutes(deps: LessonRoutesDeps): Hono {
  const { lessons, findRoom } = deps;
  const app = new Hono();

  app.post('/rooms/:slug/lesson', (c) => start(c, deps));

  app.post('/rooms/:slug/lesson/end', async (c) => {
    const room = await findRoom(c.req.param('slug'));
    const decision = mayEndLesson(c.get('asking'), room?.facts ?? null);
    if (!decision.allowed || !room) return refuse(c, decision);
    await lessons.end(room.id, 'ended-by-organizer');
    return answer(c, deps, room, decision.viewer);
  });

  app.post('/rooms/:slug/lesson/extend', (c) =>
    inOpenLesson(c, deps, async (lesson) =>
      (await lessons.extend(lesson)) ? null : problemResponse(c, { code: 'longest-reached' }),
    ),
  );

  app.post('/rooms/:slug/lesson/remove', (c) =>
    inOpenLesson(c, deps, async (lesson, room) => {
      const body = await readBody(c, NamePerson);
      if (!body.ok) return problemResponse(c, body.refusal);
      // An organizer is never removed from the meeting: first the right goes, then the person.
      if (room.facts.organizerIds.includes(body.value.personId)) {
        return problemResponse(c, { code: 'person-not-in-lesson' });
      }
      await lessons.remove(lesson, body.value.personId);
      return null;
    }),
  );

  app.post('/rooms/:slug/lesson/readmit', (c) =>
    inOpenLesson(c, deps, async (lesson) => {
      const body = await readBody(c, NamePerson);
      if (!body.ok) return problemResponse(c, body.refusal);
      await lessons.readmit(lesson, body.value.personId);
      return null;
    }),
  );

  app.post('/rooms/:slug/lesson/newcomers', (c) =>
    inOpenLesson(c, deps, async (lesson) => {
      const body = await readBody(c, SetNewcomers);
      if (!body.ok) return problemResponse(c, body.refusal);
      await lessons.setClosed(lesson, body.value.closed);
      return null;
    }),
  );

  return app;
}

async function start(c: Context, deps: LessonRoutesDeps): Promise<Response> {
  const { lessons, clock, signInMaxAge: maxAge } = deps;
  const slug = c.req.param('slug') ?? '';
  const room = await deps.findRoom(slug);
  const asking = c.get('asking');
  const stepUp =
    asking.kind === 'person'
      ? await deps.stepUpFor(asking.viewer, { kind: 'start-lesson', slug })
      : null;
  const signIn = { now: clock(), maxAge, hasStepUp: stepUp !== null };
  const decision = mayStartLesson(asking, room?.facts ?? null, signIn);
  if (!decision.allowed || !room) return refuse(c, decision);
  const started = await lessons.start(room, decision.viewer.personId);
  if (!started.ok) return problemResponse(c, { code: started.code, retryAfter: 10 });
  await stepUp?.use();
  return answer(c, deps, room, decision.viewer);
}

/** What an organizer does in the lesson that is open now. */
async function inOpenLesson(
  c: Context,
  deps: LessonRoutesDeps,
  act: (lesson: Lesson, room: OrganizedRoom) => Promise<Response | null>,
): Promise<Response> {
  const room = await deps.findRoom(c.req.param('slug') ?? '');
  const decision = mayOrganize(c.get('asking'), room?.facts ?? null);
  if (!decision.allowed || !room) return refuse(c, decision);
  const lesson = await deps.lessons.openIn(room.id);
  if (!lesson) return problemResponse(c, { code: 'lesson-not-running' });
  return (await act(lesson, room)) ?? answer(c, deps, room, decision.viewer);
}

async function answer(
  c: Context,
  { viewRoom }: LessonRoutesDeps,
  room: OrganizedRoom,
  viewer: Viewer,
): Promise<Response> {
  const view = await viewRoom(room.slug, viewer);
  return view ? c.json(view) : problemResponse(c, { code: 'room-not-found' });
}

function refuse(
  c: Context,
  decision: { allowed: true } | Parameters<typeof problemResponse>[1],
): Response {
  return problemResponse(c, 'code' in decision ? decision : { code: 'room-not-found' });
}
