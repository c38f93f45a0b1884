/**
 * How the slices are wired: what one needs of another is an argument, made here. Each is made from
 * those above it, so that nothing has to be looked up later.
 */
import { paths } from '../contract/paths.ts';
import { createLessons } from '../lessons/lessons.ts';
import { createOutboxBell } from '../lessons/outbox-bell.ts';
import { createTransition } from '../lessons/transition.ts';
import { createChanges } from '../live/changes.ts';
import { createOpenStreams } from '../live/open-streams.ts';
import { createStreams } from '../live/streams.ts';
import { createIssuePass } from '../pass/issue.ts';
import { createPassLimit } from '../pass/limit.ts';
import { createRevokePasses } from '../pass/revoke.ts';
import { factsOf } from '../rooms/rooms-store.ts';
import { createRooms } from '../rooms/rooms.ts';
import { createAskingIn, createAuthenticateCookie } from '../session/asking-of.ts';
import { cookieJar } from '../session/cookies.ts';
import { createEndSessions } from '../session/end-session.ts';
import { createPeople } from '../session/people.ts';
import { createSessions } from '../session/sessions.ts';

import type { AppDeps } from './deps.ts';
import { sessionsWithRights } from './sessions-with-rights.ts';
import { createTransact } from './transact.ts';

/** The slices, each created from what it needs of the others. */
export function createSlices(deps: AppDeps) {
  const { config, stores, adapter, clock, log } = deps;
  const jar = cookieJar(config.publicUrl.protocol === 'https:');
  const changes = createChanges(log);
  const { publish } = changes;

  const transition = createTransition({ limits: config.lesson, clock, log });
  const outboxBell = createOutboxBell();
  const transact = createTransact({
    stores,
    clock,
    grace: config.lesson.grace,
    transition,
    revokePasses: createRevokePasses(clock),
    authenticateIn: createAskingIn(config.session, clock),
    authenticateCookie: createAuthenticateCookie(config.session, clock),
    publish,
    deliver: outboxBell.ring,
  });

  const sessionStore = sessionsWithRights(stores.sessions, transact);
  const endSessions = createEndSessions({ store: sessionStore, publish, clock });
  const sessions = createSessions({
    store: sessionStore,
    provider: deps.provider,
    settings: config.session,
    clock,
    redirectUri: new URL(paths.signedIn, config.publicUrl).href,
    endSessions,
  });
  const people = createPeople({
    store: sessionStore,
    directory: deps.directory,
    roles: config.roles,
    issuer: deps.provider.issuer,
    log,
  });
  const issuePass = createIssuePass({
    transact,
    sign: deps.sign,
    issuer: deps.issuer,
    grace: config.lesson.grace,
    clock,
    onIssued: deps.onPass,
    limit: createPassLimit(clock),
  });
  const openStreams = createOpenStreams();
  const lessons = createLessons({
    store: stores.lessons,
    outbox: stores.outbox,
    outboxBell,
    transact,
    transition,
    adapter,
    limits: config.lesson,
    clock,
    log,
    waitingIn: openStreams.waitingIn,
  });
  const rooms = createRooms({
    store: stores.rooms,
    transact,
    clock,
    lessonsIn: lessons.seeIn,
    lastUsedIn: stores.lessons.lastOpenedIn,
    waitingIn: openStreams.waitingIn,
  });
  const streams = createStreams({
    open: openStreams,
    sightOf: async (id) => {
      const sight = await rooms.sight(id);
      return sight && { ...sight.seen, facts: factsOf(sight.room) };
    },
    viewerNow: sessions.viewerNow,
    sessionNow: sessions.sessionNow,
    listed: rooms.idsFor,
    onWaiting: (roomId) => publish({ kind: 'waiting', roomId }),
  });
  changes.subscribe(streams.tell);

  return {
    jar,
    publish,
    transact,
    transition,
    sessionStore,
    endSessions,
    sessions,
    people,
    issuePass,
    lessons,
    rooms,
    streams,
  };
}

export type Slices = ReturnType<typeof createSlices>;
