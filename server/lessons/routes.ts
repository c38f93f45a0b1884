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
import type { Asking, Viewer } from '../edge/asking.ts';
import { problemResponse, type Refusal } from '../edge/problem-response.ts';
import { readBody } from '../edge/read-body.ts';
import type { Transact } from '../edge/transact.ts';
import {
  mayEndLesson,
  mayOrganize,
  mayStartLesson,
  type RoomDecision,
  type RoomFacts,
} from '../rooms/policy.ts';
import type { Lessons } from './lessons.ts';
import type { OpenLessonsTx } from './open-lessons.ts';
import type { LessonEvent } from './reduce.ts';
import type { Transition } from './transition.ts';

export type OrganizedRoom = { id: string; slug: string; settings: RoomSettings; facts: RoomFacts };

export type LessonRoutesTx = OpenLessonsTx & {
  /** Whom this session stands for by now. */
  askingNow(sessionRef: string): Promise<Asking>;
  findRoom(slug: string): Promise<OrganizedRoom | null>;
  factsOfPerson(personId: string): Promise<object | null>;
};

export type LessonRoutesDeps = {
  lessons: Lessons;
  transact: Transact<LessonRoutesTx>;
  transition: Transition;
  clock: () => number;
  signInMaxAge: number;
  viewRoom(slug: string, viewer: Viewer): Promise<RoomView | null>;
  stepUpFor(viewer: Viewer, action: StepUpAction): Promise<{ use(): Promise<boolean> } | null>;
};

export function lessonRoutes(deps: LessonRoutesDeps): Hono {
  const app = new Hono();

  app.post('/rooms/:slug/lesson', (c) => start(c, deps));

  // Ending what is over is no fault.
  app.post('/rooms/:slug/lesson/end', (c) =>
    press(c, deps, {
      may: mayEndLesson,
      event: () => ({ kind: 'end', reason: 'ended-by-organizer' }),
      whenNone: null,
    }),
  );

  app.post('/rooms/:slug/lesson/extend', (c) =>
    press(c, deps, { event: () => ({ kind: 'extend' }), whenUnchanged: 'longest-reached' }),
  );

  app.post('/rooms/:slug/lesson/remove', async (c) => {
    const body = await readBody(c, NamePerson);
    return press(c, deps, {
      async event({ facts }, tx) {
        if (!body.ok) return body.refusal;
        const { personId } = body.value;
        // What names nobody is not handed on to the meeting side, which might choke on it.
        if (!(await tx.factsOfPerson(personId))) return { code: 'person-not-in-lesson' };
        // An organizer is never removed from the meeting: first the right goes, then the person.
        if (facts.organizerIds.includes(personId)) return { code: 'person-not-in-lesson' };
        return { kind: 'remove', personId };
      },
    });
  });

  app.post('/rooms/:slug/lesson/readmit', async (c) => {
    const body = await readBody(c, NamePerson);
    return press(c, deps, {
      event: () => (body.ok ? { kind: 'readmit', personId: body.value.personId } : body.refusal),
    });
  });

  app.post('/rooms/:slug/lesson/newcomers', async (c) => {
    const body = await readBody(c, SetNewcomers);
    return press(c, deps, {
      event: () => (body.ok ? { kind: 'set-closed', isClosed: body.value.closed } : body.refusal),
    });
  });

  return app;
}

async function start(c: Context, deps: LessonRoutesDeps): Promise<Response> {
  const { lessons, transact, clock, signInMaxAge: maxAge } = deps;
  const slug = c.req.param('slug') ?? '';
  const asking = c.get('asking');
  const stepUp =
    asking.kind === 'person'
      ? await deps.stepUpFor(asking.viewer, { kind: 'start-lesson', slug })
      : null;
  const signIn = { now: clock(), maxAge, hasStepUp: stepUp !== null };
  const opened = await transact(async (tx): Promise<Opened | Refusal> => {
    const room = await tx.findRoom(slug);
    const decision = mayStartLesson(await again(tx, asking), room?.facts ?? null, signIn);
    if (!decision.allowed || !room) return refusalOf(decision);
    const lessonId = await lessons.open(tx, room, decision.viewer.personId);
    return lessonId === null ? notReady : { lessonId, viewer: decision.viewer };
  });
  if ('code' in opened) return problemResponse(c, opened);
  if (!(await lessons.whenTold(opened.lessonId))) return problemResponse(c, notReady);
  await stepUp?.use();
  return answer(c, deps, slug, opened.viewer);
}

type Opened = { lessonId: string; viewer: Viewer };

const notReady: Refusal = { code: 'meeting-server-not-ready', retryAfter: 10 };

type Pressed = LessonEvent | Refusal;

type Press = {
  may?: (asking: Asking, room: RoomFacts | null) => RoomDecision;
  /** What happens, or why it does not. */
  event(room: OrganizedRoom, tx: LessonRoutesTx): Pressed | Promise<Pressed>;
  /** `null`: no fault. */
  whenNone?: Refusal['code'] | null;
  whenUnchanged?: Refusal['code'];
};

/** What an organizer does in the lesson that is open: decided and done in one transaction. */
async function press(c: Context, deps: LessonRoutesDeps, about: Press): Promise<Response> {
  const { may = mayOrganize, whenNone = 'lesson-not-running' } = about;
  const slug = c.req.param('slug') ?? '';
  const pressed = await deps.transact(async (tx): Promise<{ viewer: Viewer } | Refusal> => {
    const room = await tx.findRoom(slug);
    const decision = may(await again(tx, c.get('asking')), room?.facts ?? null);
    if (!decision.allowed || !room) return refusalOf(decision);
    const before = await tx.lessonRows.openIn(room.id);
    if (!before) return whenNone ? { code: whenNone } : decision;
    const event = await about.event(room, tx);
    if ('code' in event) return event;
    const { lesson } = await deps.transition.apply(tx, before, event);
    if (lesson === before && about.whenUnchanged) return { code: about.whenUnchanged };
    return decision;
  });
  if ('code' in pressed) return problemResponse(c, pressed);
  return answer(c, deps, slug, pressed.viewer);
}

/** The right may have gone since the request began. */
const again = async (tx: LessonRoutesTx, asking: Asking): Promise<Asking> =>
  asking.kind === 'person' ? tx.askingNow(asking.viewer.sessionRef) : asking;

async function answer(
  c: Context,
  { viewRoom }: LessonRoutesDeps,
  slug: string,
  viewer: Viewer,
): Promise<Response> {
  const view = await viewRoom(slug, viewer);
  return view ? c.json(view) : problemResponse(c, { code: 'room-not-found' });
}

function refusalOf(decision: RoomDecision): Refusal {
  return decision.allowed ? { code: 'room-not-found' } : decision;
}
