/** The API: every slice's routes, behind what every request of it passes. */
import { Hono } from 'hono';
import { auditRoutes } from '../admin/audit-routes.ts';
import { adminRoutes } from '../admin/routes.ts';
import type { AdminStatus } from '../contract/admin.ts';
import { addressIn } from '../http/client-address.ts';
import { problemResponse } from '../http/problem-response.ts';
import { bodyFirst } from '../http/read-body.ts';
import { csrfProtection } from '../http/csrf.ts';
import { createThrottle } from '../http/throttle.ts';
import { adminLessonRoutes } from '../lessons/admin-routes.ts';
import { lessonRoutes } from '../lessons/routes.ts';
import { liveRoutes } from '../live/routes.ts';
import { passRoutes } from '../pass/routes.ts';
import { mayAsk } from '../rooms/policy.ts';
import { adminRoomRoutes } from '../rooms/admin-routes.ts';
import { roomRoutes } from '../rooms/routes.ts';
import { createExchange } from '../session/exchange.ts';
import { backChannelRoutes, everywhereRoutes } from '../session/logout-routes.ts';
import { sessionRoutes } from '../session/routes.ts';
import { authenticate } from '../session/authenticate.ts';

import type { AppDeps } from './deps.ts';
import type { Slices } from './slices.ts';

/** Everything below /homeroom/api, for the browser and for the provider. */
export function createApi(deps: AppDeps, slices: Slices, status: () => Promise<AdminStatus>): Hono {
  const { config, stores, clock, log } = deps;
  const { jar, publish, transact, transition, sessionStore, endSessions, sessions } = slices;
  const { people, issuePass, lessons, rooms, streams } = slices;
  const logout = {
    store: sessionStore,
    provider: deps.provider,
    jar,
    mayAsk,
    encryption: deps.encryption,
    clock,
    endSessions,
    log,
  };

  const api = new Hono();
  // Mounted first, before the checks for cookies and origin: the provider calls from elsewhere
  // and has no cookie of ours.
  api.route('/', backChannelRoutes(logout));
  api.use(csrfProtection(config.publicUrl));
  api.use(bodyFirst);
  // Before anybody is looked up: it does so in its own transaction.
  api.route('/', passRoutes({ issue: issuePass, sessionCookie: jar.sessionOf }));
  api.use(authenticate(sessions, jar));
  api.use(async (c, next) => {
    await next();
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
  });
  api.route(
    '/',
    sessionRoutes({
      sessions,
      exchange: createExchange({
        store: sessionStore,
        provider: deps.provider,
        roles: config.roles,
        maxDuration: config.session.maxDuration,
        encryption: deps.encryption,
        clock,
        log,
        publish,
        endSessions,
      }),
      jar,
      provider: deps.provider,
      encryption: deps.encryption,
      // A whole school may stand behind one address, and sign in when the bell rings.
      beginLimit: createThrottle({ burst: 6_000, everyMs: 10 }, clock),
      isSharedAddress: addressIn(config.session.sharedNetworks),
      mayAsk,
      log,
    }),
  );
  api.route('/', everywhereRoutes(logout));
  api.route(
    '/',
    roomRoutes({
      rooms,
      clock,
      signInMaxAge: config.session.organizerSignInMaxAge,
      stepUpFor: sessions.stepUpFor,
      ...people,
    }),
  );
  api.route(
    '/',
    lessonRoutes({
      lessons,
      transact,
      transition,
      clock,
      signInMaxAge: config.session.organizerSignInMaxAge,
      viewRoom: async (slug, actor) => {
        const room = await stores.rooms.bySlug(slug);
        return room && rooms.view(room, actor, 'organizer');
      },
      stepUpFor: sessions.stepUpFor,
    }),
  );
  api.route(
    '/',
    liveRoutes({
      streams,
      clock,
      findRoom: stores.rooms.forPerson,
      log,
      listed: rooms.idsFor,
      attend: sessions.attend,
    }),
  );
  const { organizerSignInMaxAge: signInMaxAge } = config.session;
  const { stepUpFor } = sessions;
  api.route('/', adminRoutes({ status }));
  api.route('/', adminRoomRoutes({ rooms, clock, signInMaxAge, stepUpFor, ...people }));
  api.route(
    '/',
    adminLessonRoutes({
      lessons,
      transact,
      transition,
      async nameOf(roomId) {
        const room = await stores.rooms.byId(roomId);
        return room && { name: room.name, organizers: room.organizers.map(({ name }) => name) };
      },
    }),
  );
  api.route('/', auditRoutes({ store: stores.audit, keptDays: config.auditDays, clock }));
  // Without this the HTML page would answer: Hono never asks a sub-application's own `notFound`.
  api.all('*', (c) => problemResponse(c, { code: 'not-found' }));

  return api;
}
