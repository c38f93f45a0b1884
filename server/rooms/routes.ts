/**
 * Rooms over HTTP.
 *
 *   GET    /rooms                          the viewer's rooms
 *   POST   /rooms                          create one (teachers)
 *   GET    /rooms/:slug                    one, as the viewer sees it
 *   PATCH  /rooms/:slug                    name, classes, rules (organizers)
 *   DELETE /rooms/:slug                    for good (organizers, recent sign-in)
 *   GET    /rooms/:slug/deletion           whether it could be, before there is a moment to undo
 *   POST   /rooms/:slug/organizers         name a colleague organizer
 *   DELETE /rooms/:slug/organizers/:id     take it back, never from the last one
 *   GET    /colleagues-rooms?q=            rooms that a teacher may visit
 *   GET    /classes, /teachers?q=          what a teacher may choose from
 */
import { type Context, Hono } from 'hono';
import { PersonId, Slug } from '../contract/ids.ts';
import {
  AddOrganizer,
  ChangeRoom,
  type ClassList,
  CreateRoom,
  type TeachersFound,
} from '../contract/room.ts';
import type { StepUpAction } from '../contract/session.ts';
import type { Auth, Actor } from '../http/auth.ts';
import { problemResponse } from '../http/problem-response.ts';
import { readBody } from '../http/read-body.ts';
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

/** A fresh sign-in that was made for this action; `use` uses it up. */
export type StepUpMet = { use(): Promise<boolean> };

/** The Person who is to be an organizer, or why it cannot be told who that is. */
export type Resolved =
  | { isFound: true; id: PersonId }
  | { isFound: false; code: 'organizer-not-a-teacher' | 'provider-unreachable' };

export type RoomRoutesDeps = {
  rooms: Rooms;
  clock: () => number;
  signInMaxAge: number;
  stepUpFor(actor: Actor, action: StepUpAction): Promise<StepUpMet | null>;
  listClasses(): Promise<ClassList>;
  findTeachers(words: string): Promise<TeachersFound>;
  resolveTeacher(named: AddOrganizer): Promise<Resolved>;
  /** Whether this can be a class of the school; always true where that is not known. */
  fitsClass(classId: string): boolean;
};

export function roomRoutes(deps: RoomRoutesDeps): Hono {
  const { rooms } = deps;
  const app = new Hono();

  app.get('/rooms', async (c) => {
    const decision = mayListRooms(c.get('auth'));
    if (!decision.allowed) return problemResponse(c, decision);
    return c.json({ rooms: await rooms.list(decision.actor) });
  });

  app.post('/rooms', async (c) => {
    const decision = mayTeach(c.get('auth'));
    if (!decision.allowed) return problemResponse(c, decision);
    const body = await readBody(c, CreateRoom);
    if (!body.ok) return problemResponse(c, body.refusal);
    if (!body.value.classes.every(deps.fitsClass))
      return problemResponse(c, { code: 'class-unknown' });
    return c.json(await rooms.create(decision.actor, body.value), 201);
  });

  app.get('/rooms/:slug', async (c) => {
    const room = await rooms.find(Slug.parse(c.req.param('slug')));
    const decision = maySeeRoom(c.get('auth'), room && factsOf(room));
    if (!decision.allowed || !room) return refuse(c, decision);
    return c.json(await rooms.view(room, decision.actor, decision.relation));
  });

  app.patch('/rooms/:slug', async (c) => {
    const organized = await organizedRoom(c, rooms);
    if (!organized.ok) return organized.response;
    const body = await readBody(c, ChangeRoom);
    if (!body.ok) return problemResponse(c, body.refusal);
    if (!(body.value.classes?.add ?? []).every(deps.fitsClass)) {
      return problemResponse(c, { code: 'class-unknown' });
    }
    const refused = await rooms.change(organizer(organized), organized.room, body.value);
    return refused ? problemResponse(c, refused) : viewAgain(c, rooms, organized);
  });

  app.delete('/rooms/:slug', async (c) => {
    const { room, signIn, stepUp } = await beforeTakingAway(c, deps, {
      kind: 'delete-room',
      slug: Slug.parse(c.req.param('slug')),
    });
    const may: DoneBy['may'] = (auth, facts) => mayDeleteRoom(auth, facts, signIn);
    const decision = may(c.get('auth'), room && factsOf(room));
    if (!decision.allowed || !room) return refuse(c, decision);
    const refused = await rooms.delete({ actor: decision.actor, may }, room);
    if (refused) return problemResponse(c, refused);
    await stepUp?.use();
    return c.body(null, 204);
  });

  app.get('/rooms/:slug/deletion', async (c) => {
    const { room, signIn } = await beforeTakingAway(c, deps, {
      kind: 'delete-room',
      slug: Slug.parse(c.req.param('slug')),
    });
    const decision = mayDeleteRoom(c.get('auth'), room && factsOf(room), signIn);
    return decision.allowed ? c.body(null, 204) : problemResponse(c, decision);
  });

  app.get('/colleagues-rooms', async (c) => {
    const decision = mayTeach(c.get('auth'));
    if (!decision.allowed) return problemResponse(c, decision);
    const words = (c.req.query('q') ?? '').slice(0, 80);
    return c.json(await rooms.findColleagues(decision.actor, words));
  });

  app.post('/rooms/:slug/organizers', async (c) => {
    const organized = await organizedRoom(c, rooms);
    if (!organized.ok) return organized.response;
    const body = await readBody(c, AddOrganizer);
    if (!body.ok) return problemResponse(c, body.refusal);
    const teacher = await deps.resolveTeacher(body.value);
    if (!teacher.isFound) return problemResponse(c, teacher);
    const refused = await rooms.addOrganizer(organizer(organized), organized.room, teacher.id);
    return refused ? problemResponse(c, refused) : viewAgain(c, rooms, organized);
  });

  app.delete('/rooms/:slug/organizers/:personId', (c) => removeOrganizer(c, deps));

  app.get('/classes', async (c) => {
    const decision = mayTeach(c.get('auth'));
    if (!decision.allowed) return problemResponse(c, decision);
    return c.json(await deps.listClasses());
  });

  app.get('/teachers', async (c) => {
    const decision = mayTeach(c.get('auth'));
    if (!decision.allowed) return problemResponse(c, decision);
    return c.json(await deps.findTeachers((c.req.query('q') ?? '').slice(0, 80)));
  });

  return app;
}

async function removeOrganizer(c: Context, deps: RoomRoutesDeps): Promise<Response> {
  const slug = Slug.parse(c.req.param('slug'));
  const personId = PersonId.parse(c.req.param('personId'));
  const { room, signIn, stepUp } = await beforeTakingAway(c, deps, {
    kind: 'remove-organizer',
    slug,
    personId,
  });
  const may: DoneBy['may'] = (auth, facts) => mayRemoveOrganizer(auth, facts, personId, signIn);
  const decision = may(c.get('auth'), room && factsOf(room));
  if (!decision.allowed || !room) return refuse(c, decision);
  const { actor } = decision;
  const refused = await deps.rooms.removeOrganizer({ actor, may }, room, personId);
  if (refused) return problemResponse(c, refused);
  await stepUp?.use();
  return viewAgain(c, deps.rooms, { room, actor });
}

/** What a policy wants to know before something is taken away: the room, and how fresh the sign-in is. */
async function beforeTakingAway(
  c: Context,
  deps: RoomRoutesDeps,
  action: Exclude<StepUpAction, { kind: 'administer' }>,
): Promise<{ room: Room | null; signIn: SignInFacts; stepUp: StepUpMet | null }> {
  const auth = c.get('auth');
  const room = await deps.rooms.find(action.slug);
  const stepUp = auth.kind === 'person' ? await deps.stepUpFor(auth.actor, action) : null;
  const signIn = { now: deps.clock(), maxAge: deps.signInMaxAge, hasStepUp: stepUp !== null };
  return { room, signIn, stepUp };
}

type Organized = { ok: true; room: Room; actor: Actor } | { ok: false; response: Response };

async function organizedRoom(c: Context, rooms: Rooms): Promise<Organized> {
  const room = await rooms.find(Slug.parse(c.req.param('slug')));
  const decision = mayOrganize(c.get('auth'), room && factsOf(room));
  if (!decision.allowed || !room) return { ok: false, response: refuse(c, decision) };
  return { ok: true, room, actor: decision.actor };
}

const organizer = ({ actor }: { actor: Actor }): DoneBy => ({ actor, may: mayOrganize });

/**
 * The room after the change. The change may have taken it out of sight of the person who made it.
 */
async function viewAgain(
  c: Context,
  rooms: Rooms,
  { room, actor }: { room: Room; actor: Actor },
): Promise<Response> {
  const now = await rooms.find(room.slug);
  const auth: Auth = { kind: 'person', actor };
  const decision = maySeeRoom(auth, now && factsOf(now));
  if (!decision.allowed || !now) return c.body(null, 204);
  return c.json(await rooms.view(now, actor, decision.relation));
}

function refuse(
  c: Context,
  decision: { allowed: true } | Parameters<typeof problemResponse>[1],
): Response {
  return problemResponse(c, 'code' in decision ? decision : { code: 'room-not-found' });
}
