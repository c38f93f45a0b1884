/**
 * Rooms for administrators: all of them, whoever organizes them. What happens in a room is
 * not shown; a change needs a recent sign-in.
 *
 *   GET    /admin/rooms?q=                       by name or organizer
 *   PATCH  /admin/rooms/:slug                    archive, or bring back
 *   POST   /admin/rooms/:slug/organizers         name somebody organizer
 *   DELETE /admin/rooms/:slug/organizers/:id     take it back, never from the last one
 *   GET    /admin/teachers?q=                    who can be named
 *
 * Each change answers with the room as it is then.
 */
import { type Context, Hono } from 'hono';
import { type AdminRoom, ArchiveRoom } from '../contract/admin.ts';
import { PersonId, Slug } from '../contract/ids.ts';
import { AddOrganizer } from '../contract/room.ts';
import { problemResponse, type Refusal } from '../http/problem-response.ts';
import { readBody } from '../http/read-body.ts';
import { mayAdminister, mayAdministerRoom } from './policy.ts';
import { factsOf, type Room } from './rooms-store.ts';
import type { DoneBy } from './rooms.ts';
import type { RoomRoutesDeps } from './routes.ts';

export type AdminRoomRoutesDeps = Pick<
  RoomRoutesDeps,
  'rooms' | 'clock' | 'signInMaxAge' | 'stepUpFor' | 'findTeachers' | 'resolveTeacher'
>;

export function adminRoomRoutes(deps: AdminRoomRoutesDeps): Hono {
  const { rooms } = deps;
  const app = new Hono();

  app.get('/admin/rooms', async (c) => {
    const decision = mayAdminister(c.get('auth'));
    if (!decision.allowed) return problemResponse(c, decision);
    const found = await rooms.findAny((c.req.query('q') ?? '').slice(0, 80));
    return c.json({ rooms: found.rooms.map(seenByAdministrator), isCut: found.isCut });
  });

  app.get('/admin/teachers', async (c) => {
    const decision = mayAdminister(c.get('auth'));
    if (!decision.allowed) return problemResponse(c, decision);
    return c.json(await deps.findTeachers((c.req.query('q') ?? '').slice(0, 80)));
  });

  app.patch('/admin/rooms/:slug', async (c) => {
    const body = await readBody(c, ArchiveRoom);
    return change(c, deps, (by, room) =>
      body.ok ? rooms.change(by, room, body.value) : Promise.resolve(body.refusal),
    );
  });

  app.post('/admin/rooms/:slug/organizers', async (c) => {
    const body = await readBody(c, AddOrganizer);
    return change(c, deps, async (by, room) => {
      if (!body.ok) return body.refusal;
      const teacher = await deps.resolveTeacher(body.value);
      return teacher.isFound ? rooms.addOrganizer(by, room, teacher.id) : teacher;
    });
  });

  app.delete('/admin/rooms/:slug/organizers/:personId', (c) =>
    change(c, deps, (by, room) =>
      rooms.removeOrganizer(by, room, PersonId.parse(c.req.param('personId'))),
    ),
  );

  return app;
}

/** Decided before anything is looked at, and again in the transaction that does it. */
async function change(
  c: Context,
  deps: AdminRoomRoutesDeps,
  doIt: (by: DoneBy, room: Room) => Promise<Refusal | null>,
): Promise<Response> {
  const slug = Slug.parse(c.req.param('slug'));
  const auth = c.get('auth');
  const room = await deps.rooms.find(slug);
  const stepUp =
    auth.kind === 'person' ? await deps.stepUpFor(auth.actor, { kind: 'administer' }) : null;
  const signIn = { now: deps.clock(), maxAge: deps.signInMaxAge, hasStepUp: stepUp !== null };
  const may: DoneBy['may'] = (asked, facts) => mayAdministerRoom(asked, facts, signIn);
  const decision = mayAdministerRoom(auth, room && factsOf(room), signIn);
  if (!decision.allowed) return problemResponse(c, decision);
  if (!room) return problemResponse(c, { code: 'room-not-found' });
  const refused = await doIt({ actor: decision.actor, may }, room);
  if (refused) return problemResponse(c, refused);
  await stepUp?.use();
  const now = await deps.rooms.find(slug);
  return now ? c.json(seenByAdministrator(now)) : problemResponse(c, { code: 'room-not-found' });
}

function seenByAdministrator({ slug, name, classes, organizers, isArchived }: Room): AdminRoom {
  return { slug, name, classes: [...classes], organizers: [...organizers], isArchived };
}
