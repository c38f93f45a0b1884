/** How the slices hang together: what one needs of another is an argument, made here. */
import { paths } from '../contract/paths.ts';
import { createLessons } from '../lessons/lessons.ts';
import { createChanges } from '../live/changes.ts';
import { createStreams } from '../live/streams.ts';
import { createPasses } from '../pass/issue.ts';
import { factsOf, type Room } from '../rooms/rooms-store.ts';
import { createRooms } from '../rooms/rooms.ts';
import { cookieJar } from '../session/cookies.ts';
import { createEndSessions } from '../session/end-session.ts';
import { createPeople } from '../session/people.ts';
import { createSessions } from '../session/sessions.ts';

import type { AppDeps } from './deps.ts';

const passRoom = (room: Room) => ({ ...room, facts: factsOf(room) });

/** The slices, each created from what it needs of the others. */
export function createSlices(deps: AppDeps) {
  const { config, stores, port, clock, log } = deps;
  const jar = cookieJar(config.publicUrl.protocol === 'https:');
  const changes = createChanges(log);
  const { publish } = changes;

  const endSessions = createEndSessions({
    store: stores.sessions,
    takeBackPasses: (ref) => passes.endSession(ref),
    publish,
  });
  const sessions = createSessions({
    store: stores.sessions,
    provider: deps.provider,
    settings: config.session,
    clock,
    redirectUri: new URL(paths.signedIn, config.publicUrl).href,
    endSessions,
  });
  const people = createPeople({
    store: stores.sessions,
    directory: deps.directory,
    roles: config.roles,
    issuer: deps.provider.issuer,
    log,
  });
  const passes = createPasses({
    store: stores.passes,
    sign: deps.sign,
    issuer: deps.issuer,
    grace: config.lesson.grace,
    clock,
    onIssued: deps.onPass,
    revoke: port.commands.revoke,
    onUntold: (error) => log.warn({ err: error }, 'revoke not acknowledged'),
    findRoom: async (id) => {
      const room = await stores.rooms.byId(id);
      return room && passRoom(room);
    },
    sessionStands: async (ref) => (await stores.sessions.findByRef(ref)) !== null,
    findPerson: (id) => stores.sessions.findPerson(id),
  });
  const lessons = createLessons({
    store: stores.lessons,
    port,
    limits: config.lesson,
    clock,
    publish,
    log,
    waitingIn: (slug) => streams.waitingIn(slug),
    settingsOf: async (id) => (await stores.rooms.byId(id))?.settings ?? null,
    passes: {
      voidAll: (lessonId, personId) => stores.passes.voidAll(lessonId, personId, clock()),
      voided: (lessonId) => stores.passes.voided(lessonId),
    },
  });
  const rooms = createRooms({
    store: stores.rooms,
    clock,
    publish,
    lessonsIn: lessons.seeIn,
    recheckLesson: ({ id }) => passes.recheckRoom(id),
    endLesson: ({ id }) => lessons.end(id, 'room-deleted'),
  });
  const streams = createStreams({
    sightOf: async (id) => {
      const sight = await rooms.sight(id);
      return sight && { facts: factsOf(sight.room), see: sight.see };
    },
    viewerNow: sessions.viewerNow,
    sessionNow: sessions.sessionNow,
    listed: rooms.idsFor,
    onWaiting: (slug) => {
      stores.rooms
        .bySlug(slug)
        .then((room) => room && publish({ kind: 'room', roomId: room.id }))
        .catch((error: unknown) => log.error({ err: error }, 'waiting not told'));
    },
  });

  changes.subscribe(streams.tell);
  changes.subscribe(async (change) => {
    if (change.kind === 'person') await passes.recheckPerson(change.personId);
    // Once more: one may have been made while the session ended.
    if (change.kind === 'session-ended') await passes.endSession(change.sessionRef);
  });

  const findRoom = async (slug: string) => {
    const room = await stores.rooms.bySlug(slug);
    return room && passRoom(room);
  };
  return { jar, publish, endSessions, sessions, people, passes, lessons, rooms, streams, findRoom };
}

export type Slices = ReturnType<typeof createSlices>;
