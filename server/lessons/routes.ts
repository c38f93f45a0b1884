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
import {
  type LessonId,
  type PersonId,
  type RoomId,
  type SessionRef,
  Slug,
} from '../contract/ids.ts';
import { type RoomRules, type RoomView, NamePerson, SetNewcomers } from '../contract/room.ts';
import type { StepUpAction } from '../contract/session.ts';
import type { Auth, Actor } from '../http/auth.ts';
import { problemResponse, type Refusal } from '../http/problem-response.ts';
import { readBody } from '../http/read-body.ts';
import type { Transact } from '../http/transact.ts';
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

export type OrganizedRoom = { id: RoomId; slug: Slug; rules: RoomRules; facts: RoomFacts };

export type LessonRoutesTx = OpenLessonsTx & {
  /** Whose session this is now, read in this transaction. */
  authNow(sessionRef: SessionRef): Promise<Auth>;
  findRoom(slug: Slug): Promise<OrganizedRoom | null>;
  factsOfPerson(personId: PersonId): Promise<object | null>;
};

export type LessonRoutesDeps = {
  lessons: Lessons;
  transact: Transact<LessonRoutesTx>;
  transition: Transition;
  clock: () => number;
  signInMaxAge: number;
  viewRoom(slug: Slug, actor: Actor): Promise<RoomView | null>;
  stepUpFor(actor: Actor, action: StepUpAction): Promise<{ use(): Promise<boolean> } | null>;
};

export function lessonRoutes(deps: LessonRoutesDeps): Hono {
  const app = new Hono();

  app.post('/rooms/:slug/lesson', (c) => start(c, deps));

  // Ending a lesson that has ended already is not an error.
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
        // An id that belongs to nobody is not handed on to the meeting side, which might fail on
        // it.
        if (!(await tx.factsOfPerson(personId))) return { code: 'person-not-in-lesson' };
        // An organizer cannot be removed from the meeting: first they have to be removed as
        // organizer.
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
  const slug = Slug.parse(c.req.param('slug'));
  const auth = c.get('auth');
  const stepUp =
    auth.kind === 'person'
      ? await deps.stepUpFor(auth.actor, { kind: 'start-lesson', slug })
      : null;
  const signIn = { now: clock(), maxAge, hasStepUp: stepUp !== null };
  const opened = await transact(async (tx): Promise<Opened | Refusal> => {
    const room = await tx.findRoom(slug);
    const decision = mayStartLesson(await again(tx, auth), room?.facts ?? null, signIn);
    if (!decision.allowed || !room) return refusalOf(decision);
    const lessonId = await lessons.open(tx, room, decision.actor.personId);
    return lessonId === null ? notReady : { lessonId, actor: decision.actor };
  });
  if ('code' in opened) return problemResponse(c, opened);
  if (!(await lessons.whenTold(opened.lessonId))) return problemResponse(c, notReady);
  await stepUp?.use();
  return answer(c, deps, slug, opened.actor);
}

type Opened = { lessonId: LessonId; actor: Actor };

const notReady: Refusal = { code: 'meeting-server-not-ready', retryAfter: 10 };

type Pressed = LessonEvent | Refusal;

type Press = {
  may?: (auth: Auth, room: RoomFacts | null) => RoomDecision;
  /** What happens, or why it does not. */
  event(room: OrganizedRoom, tx: LessonRoutesTx): Pressed | Promise<Pressed>;
  /** The refusal where no lesson is open; `null`: none, the room is answered as it is. */
  whenNone?: Refusal['code'] | null;
  whenUnchanged?: Refusal['code'];
};

/** What an organizer does in the lesson that is open: decided and done in one transaction. */
async function press(c: Context, deps: LessonRoutesDeps, about: Press): Promise<Response> {
  const { may = mayOrganize, whenNone = 'lesson-not-running' } = about;
  const slug = Slug.parse(c.req.param('slug'));
  const pressed = await deps.transact(async (tx): Promise<{ actor: Actor } | Refusal> => {
    const room = await tx.findRoom(slug);
    const decision = may(await again(tx, c.get('auth')), room?.facts ?? null);
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
  return answer(c, deps, slug, pressed.actor);
}

/** Read again in the transaction: the right may have gone since the request began. */
const again = async (tx: LessonRoutesTx, auth: Auth): Promise<Auth> =>
  auth.kind === 'person' ? tx.authNow(auth.actor.sessionRef) : auth;

async function answer(
  c: Context,
  { viewRoom }: LessonRoutesDeps,
  slug: Slug,
  actor: Actor,
): Promise<Response> {
  const view = await viewRoom(slug, actor);
  return view ? c.json(view) : problemResponse(c, { code: 'room-not-found' });
}

function refusalOf(decision: RoomDecision): Refusal {
  return decision.allowed ? { code: 'room-not-found' } : decision;
}
