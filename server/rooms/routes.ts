/**
 * Rooms over HTTP.
 *
 *   GET    /rooms                          the viewer's rooms
 *   POST   /rooms                          create one (teachers)
 *   GET    /rooms/:slug                    one, as the viewer sees it
 *   PATCH  /rooms/:slug                    name, classes, settings (organizers)
 *   DELETE /rooms/:slug                    for good (organizers, recent sign-in)
 *   POST   /rooms/:slug/organizers         name a colleague organizer
 *   DELETE /rooms/:slug/organizers/:id     take it back, never from the last one
 *   GET    /colleagues-rooms?q=            rooms that a teacher may visit
 *   GET    /classes, /teachers?q=          what a teacher may choose from
 */
import { type Context, Hono } from 'hono';
import {
  AddOrganizer,
  ChangeRoom,
  type ClassList,
  CreateRoom,
  type TeachersFound,
} from '../contract/room.ts';
import type { StepUpAction } from '../contract/session.ts';
import type { Asking, Viewer } from '../edge/asking.ts';
import { problemResponse } from '../edge/problem-response.ts';
import { readBody } from '../edge/read-body.ts';
import {
  type SignInFacts,
  mayDeleteRoom,
  mayListRooms,
  mayOrganize,
  mayRemoveOrganizer,
  maySeeRoom,
  mayTeach,
} from './policy.ts';
import { factsOf, type Room } from './rooms-store.ts';
import type { DoneBy, Rooms } from './rooms.ts';

/** A step-up that was met for an action; `use` uses it up. */
export type StepUpMet = { use(): Promise<boolean> };

export type RoomRoutesDeps = {
  rooms: Rooms;
  clock: () => number;
  signInMaxAge: number;
  stepUpFor(viewer: Viewer, action: StepUpAction): Promise<StepUpMet | null>;
  listClasses(): Promise<ClassList>;
  findTeachers(words: string): Promise<TeachersFound>;
  /** The Person that a TeacherFound's `ref` stands for, or `null` when it is no teacher. */
  resolveTeacher(ref: string): Promise<{ id: string } | null>;
  /** Whether the school has this class; always true where nobody can say. */
  fitsClass(classId: string): boolean;
};

export function roomRoutes(deps: RoomRoutesDeps): Hono {
  const { rooms } = deps;
  const app = new Hono();

  app.get('/rooms', async (c) => {
    const decision = mayListRooms(c.get('asking'));
    if (!decision.allowed) return problemResponse(c, decision);
    return c.json({ rooms: await rooms.list(decision.viewer) });
  });

  app.post('/rooms', async (c) => {
    const decision = mayTeach(c.get('asking'));
    if (!decision.allowed) return problemResponse(c, decision);
    const body = await readBody(c, CreateRoom);
    if (!body.ok) return problemResponse(c, body.refusal);
    if (!body.value.classes.every(deps.fitsClass))
      return problemResponse(c, { code: 'class-unknown' });
    return c.json(await rooms.create(decision.viewer, body.value), 201);
  });

  app.get('/rooms/:slug', async (c) => {
    const room = await rooms.find(c.req.param('slug'));
    const decision = maySeeRoom(c.get('asking'), room && factsOf(room));
    if (!decision.allowed || !room) return refuse(c, decision);
    return c.json(await rooms.view(room, decision.viewer, decision.relation));
  });

  app.patch('/rooms/:slug', async (c) => {
    const organized = await organizedRoom(c, rooms);
    if (!organized.ok) return organized.response;
    const body = await readBody(c, ChangeRoom);
    if (!body.ok) return problemResponse(c, body.refusal);
    if (!(body.value.classes ?? []).every(deps.fitsClass)) {
      return problemResponse(c, { code: 'class-unknown' });
    }
    const refused = await rooms.change(organizer(organized), organized.room, body.value);
    return refused ? problemResponse(c, refused) : viewAgain(c, rooms, organized);
  });

  app.delete('/rooms/:slug', async (c) => {
    const { room, signIn, stepUp } = await beforeTakingAway(c, deps, {
      kind: 'delete-room',
      slug: c.req.param('slug'),
    });
    const may: DoneBy['may'] = (asking, facts) => mayDeleteRoom(asking, facts, signIn);
    const decision = may(c.get('asking'), room && factsOf(room));
    if (!decision.allowed || !room) return refuse(c, decision);
    const refused = await rooms.delete({ viewer: decision.viewer, may }, room);
    if (refused) return problemResponse(c, refused);
    await stepUp?.use();
    return c.body(null, 204);
  });

  app.get('/colleagues-rooms', async (c) => {
    const decision = mayTeach(c.get('asking'));
    if (!decision.allowed) return problemResponse(c, decision);
    const words = (c.req.query('q') ?? '').slice(0, 80);
    return c.json({ rooms: await rooms.findColleagues(decision.viewer, words) });
  });

  app.post('/rooms/:slug/organizers', async (c) => {
    const organized = await organizedRoom(c, rooms);
    if (!organized.ok) return organized.response;
    const body = await readBody(c, AddOrganizer);
    if (!body.ok) return problemResponse(c, body.refusal);
    const teacher = await deps.resolveTeacher(body.value.ref);
    if (!teacher) return problemResponse(c, { code: 'organizer-not-a-teacher' });
    const refused = await rooms.addOrganizer(organizer(organized), organized.room, teacher.id);
    return refused ? problemResponse(c, refused) : viewAgain(c, rooms, organized);
  });

  app.delete('/rooms/:slug/organizers/:personId', (c) => removeOrganizer(c, deps));

  app.get('/classes', async (c) => {
    const decision = mayTeach(c.get('asking'));
    if (!decision.allowed) return problemResponse(c, decision);
    return c.json(await deps.listClasses());
  });

  app.get('/teachers', async (c) => {
    const decision = mayTeach(c.get('asking'));
    if (!decision.allowed) return problemResponse(c, decision);
    return c.json(await deps.findTeachers((c.req.query('q') ?? '').slice(0, 80)));
  });

  return app;
}

async function removeOrganizer(c: Context, deps: RoomRoutesDeps): Promise<Response> {
  const slug = c.req.param('slug') ?? '';
  const personId = c.req.param('personId') ?? '';
  const { room, signIn, stepUp } = await beforeTakingAway(c, deps, {
    kind: 'remove-organizer',
    slug,
    personId,
  });
  const may: DoneBy['may'] = (asking, facts) => mayRemoveOrganizer(asking, facts, personId, signIn);
  const decision = may(c.get('asking'), room && factsOf(room));
  if (!decision.allowed || !room) return refuse(c, decision);
  const { viewer } = decision;
  const refused = await deps.rooms.removeOrganizer({ viewer, may }, room, personId);
  if (refused) return problemResponse(c, refused);
  await stepUp?.use();
  return viewAgain(c, deps.rooms, { room, viewer });
}

/** What a policy wants to know before something is taken away: the room, and how fresh the sign-in is. */
async function beforeTakingAway(
  c: Context,
  deps: RoomRoutesDeps,
  action: StepUpAction,
): Promise<{ room: Room | null; signIn: SignInFacts; stepUp: StepUpMet | null }> {
  const asking = c.get('asking');
  const room = await deps.rooms.find(action.slug);
  const stepUp = asking.kind === 'person' ? await deps.stepUpFor(asking.viewer, action) : null;
  const signIn = { now: deps.clock(), maxAge: deps.signInMaxAge, hasStepUp: stepUp !== null };
  return { room, signIn, stepUp };
}

type Organized = { ok: true; room: Room; viewer: Viewer } | { ok: false; response: Response };

async function organizedRoom(c: Context, rooms: Rooms): Promise<Organized> {
  const room = await rooms.find(c.req.param('slug') ?? '');
  const decision = mayOrganize(c.get('asking'), room && factsOf(room));
  if (!decision.allowed || !room) return { ok: false, response: refuse(c, decision) };
  return { ok: true, room, viewer: decision.viewer };
}

const organizer = ({ viewer }: { viewer: Viewer }): DoneBy => ({ viewer, may: mayOrganize });

/** The room after the change, which may have made it invisible to the one who made it. */
async function viewAgain(
  c: Context,
  rooms: Rooms,
  { room, viewer }: { room: Room; viewer: Viewer },
): Promise<Response> {
  const now = await rooms.find(room.slug);
  const asking: Asking = { kind: 'person', viewer };
  const decision = maySeeRoom(asking, now && factsOf(now));
  if (!decision.allowed || !now) return c.body(null, 204);
  return c.json(await rooms.view(now, viewer, decision.relation));
}

function refuse(
  c: Context,
  decision: { allowed: true } | Parameters<typeof problemResponse>[1],
): Response {
  return problemResponse(c, 'code' in decision ? decision : { code: 'room-not-found' });
}
