/** The API: every slice's routes, behind what every request of it passes. */
import { Hono } from 'hono';
import { adminRoutes } from '../admin/routes.ts';
import type { AdminStatus } from '../contract/admin.ts';
import { addressIn } from '../edge/client-address.ts';
import { problemResponse } from '../edge/problem-response.ts';
import { bodyFirst } from '../edge/read-body.ts';
import { sameOrigin } from '../edge/same-origin.ts';
import { createThrottle } from '../edge/throttle.ts';
import { lessonRoutes } from '../lessons/routes.ts';
import { liveRoutes } from '../live/routes.ts';
import { passRoutes } from '../pass/routes.ts';
import { mayAsk } from '../rooms/policy.ts';
import { factsOf } from '../rooms/rooms-store.ts';
import { roomRoutes } from '../rooms/routes.ts';
import { createExchange } from '../session/exchange.ts';
import { backChannelRoutes, everywhereRoutes } from '../session/logout-routes.ts';
import { sessionRoutes } from '../session/routes.ts';
import { whoIsAsking } from '../session/who-is-asking.ts';

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
    seal: deps.seal,
    clock,
    endSessions,
    log,
  };

  const api = new Hono();
  // First: the provider comes without our cookie, and from elsewhere.
  api.route('/', backChannelRoutes(logout));
  api.use(sameOrigin(config.publicUrl));
  api.use(bodyFirst);
  api.use(whoIsAsking(sessions, jar));
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
        longest: config.session.longest,
        seal: deps.seal,
        clock,
        log,
        publish,
        endSessions,
      }),
      jar,
      provider: deps.provider,
      seal: deps.seal,
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
      viewRoom: async (slug, viewer) => {
        const room = await stores.rooms.bySlug(slug);
        return room && rooms.view(room, viewer, 'organizer');
      },
      stepUpFor: sessions.stepUpFor,
    }),
  );
  api.route(
    '/',
    passRoutes({
      issue: issuePass,
      // A page takes one to enter and one for each time the meeting is built anew.
      limit: createThrottle({ burst: 30, everyMs: 6_000 }, clock),
    }),
  );
  api.route(
    '/',
    liveRoutes({
      streams,
      clock,
      findRoom: async (slug) => {
        const room = await stores.rooms.bySlug(slug);
        return room && factsOf(room);
      },
      onFault: async (error) => log.warn({ err: error }, 'a stream broke'),
      listed: rooms.idsFor,
      attend: sessions.attend,
    }),
  );
  api.route('/', adminRoutes({ status }));
  // A page would answer otherwise: a sub-application's own `notFound` is never asked.
  api.all('*', (c) => problemResponse(c, { code: 'not-found' }));

  return api;
}
