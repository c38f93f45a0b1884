/**
 * The application: every slice, created from what it needs and mounted at its
 * addresses. Nothing happens on import, and nothing here knows which database,
 * provider or meeting stands behind the arguments.
 */
import { type Context, Hono } from 'hono';
import { adminRoutes, healthRoutes } from './admin/routes.ts';
import { type Probes, readiness } from './admin/readiness.ts';
import type { AdminStatus } from './contract/admin.ts';
import type { Boot, MeetingPlace } from './contract/boot.ts';
import { paths } from './contract/paths.ts';
import type { Config } from './config.ts';
import type { Log } from './edge/log.ts';
import { problemResponse } from './edge/problem-response.ts';
import { createRateLimit } from './edge/rate-limit.ts';
import { requestLog } from './edge/request-log.ts';
import { sameOrigin } from './edge/same-origin.ts';
import type { Seal } from './edge/secrets.ts';
import type { LessonStore } from './lessons/lessons-store.ts';
import { createLessons } from './lessons/lessons.ts';
import type { MeetingPort } from './lessons/port.ts';
import { lessonRoutes } from './lessons/routes.ts';
import { createChanges } from './live/changes.ts';
import { liveRoutes } from './live/routes.ts';
import { createStreams } from './live/streams.ts';
import { answerPage } from './page/answer-page.ts';
import { accentStyle } from './page/accent.ts';
import { answerMark, type Mark } from './page/mark.ts';
import { createPage } from './page/page.ts';
import { readerOf } from './page/reader.ts';
import { securityHeaders } from './page/security-headers.ts';
import type { StaticFiles } from './page/static-files.ts';
import type { PassClaims, PassIssuer } from './pass/claims.ts';
import { createPasses } from './pass/issue.ts';
import type { PassStore } from './pass/passes-store.ts';
import { passRoutes } from './pass/routes.ts';
import type { SignPass } from './pass/sign.ts';
import { mayAsk } from './rooms/policy.ts';
import { factsOf, type Room, type RoomStore } from './rooms/rooms-store.ts';
import { createRooms } from './rooms/rooms.ts';
import { roomRoutes } from './rooms/routes.ts';
import { cookieJar } from './session/cookies.ts';
import { createExchange } from './session/exchange.ts';
import { createPeople, type PeopleDirectory } from './session/people.ts';
import type { Provider } from './session/provider.ts';
import { backChannelRoutes, everywhereRoutes } from './session/logout-routes.ts';
import { refreshPeople, rereadPeople } from './session/reread.ts';
import { sessionRoutes } from './session/routes.ts';
import type { SessionStore } from './session/sessions-store.ts';
import { createSessions } from './session/sessions.ts';
import { whoIsAsking } from './session/who-is-asking.ts';

export type Stores = {
  sessions: SessionStore;
  rooms: RoomStore;
  lessons: LessonStore;
  passes: PassStore;
};

export type AppDeps = {
  config: Config;
  stores: Stores;
  provider: Provider;
  /** Where the browser exchanges its code, beside Homeroom's own origin. */
  providerOrigins: readonly string[];
  /** Accounts that can be looked up; `null` with a foreign provider. */
  directory: PeopleDirectory | null;
  port: MeetingPort;
  place: MeetingPlace;
  issuer: PassIssuer;
  sign: SignPass;
  onPass(claims: PassClaims): void;
  seal: Seal;
  files: StaticFiles;
  /** The school's own, where it has one. */
  mark: Mark | null;
  /** The practice meeting's own pages, in demo mode. */
  practiceRoutes?: Hono;
  probes: Probes;
  warnings: readonly string[];
  version: string;
  clock: () => number;
  log: Log;
};

export type App = {
  fetch: Hono['fetch'];
  /** Method and path of every route, so that a test can see that none was forgotten. */
  routes: readonly { method: string; path: string }[];
  /** Begins to hear of the meeting side. */
  listen(): void;
  /** Ends what is due. Called every second. */
  tick(): Promise<void>;
  /** Deletes what has been kept long enough. Called every few minutes. */
  sweep(): Promise<void>;
  /** Reads the roles of whoever is signed in again, where accounts can be looked up. */
  reread(): Promise<void>;
  closeStreams(): void;
};

const day = 24 * 60 * 60_000;

const passRoom = (room: Room) => ({ ...room, facts: factsOf(room) });

export function createApp(deps: AppDeps): App {
  const { config, stores, port, clock, log } = deps;
  const { publicUrl } = config;
  const startedAt = clock();
  const jar = cookieJar(publicUrl.protocol === 'https:');
  const changes = createChanges(log);
  const { publish } = changes;

  const sessions = createSessions({
    store: stores.sessions,
    provider: deps.provider,
    settings: config.session,
    clock,
    redirectUri: new URL(paths.signedIn, publicUrl).href,
    publish,
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
    revoke: (slug, lessonId, personId, ids) =>
      port.commands
        .revoke(slug, lessonId, personId, ids)
        .catch((error: unknown) => log.warn({ err: error, lessonId }, 'revoke not acknowledged')),
    findRoom: async (id) => {
      const room = await stores.rooms.byId(id);
      return room && passRoom(room);
    },
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
    viewerNow: async (cookie) => {
      const asking = await sessions.asking(cookie);
      return asking.kind === 'person' ? asking.viewer : null;
    },
    sessionNow: sessions.current,
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
    if (change.kind === 'session-ended') await passes.endSession(change.sessionRef);
  });

  const findRoom = async (slug: string) => {
    const room = await stores.rooms.bySlug(slug);
    return room && passRoom(room);
  };
  const ready = () => readiness(deps.probes);

  const status = async (): Promise<AdminStatus> => ({
    version: deps.version,
    startedAt,
    checks: (await ready()).checks,
    warnings: [...deps.warnings],
    counts: {
      peopleSeen: await stores.sessions.countPeople(),
      rooms: await rooms.count(),
      ...(await lessons.counts()),
    },
  });

  const logout = {
    store: stores.sessions,
    provider: deps.provider,
    jar,
    mayAsk,
    clock,
    publish,
    log,
  };

  const api = new Hono();
  api.use(sameOrigin(publicUrl));
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
        store: stores.sessions,
        provider: deps.provider,
        roles: config.roles,
        longest: config.session.longest,
        seal: deps.seal,
        clock,
        log,
        publish,
      }),
      jar,
      provider: deps.provider,
      seal: deps.seal,
      // A whole school may stand behind one address, and sign in when the bell rings.
      beginLimit: createRateLimit(6_000, 60_000, clock),
      clientAddressOf: (c) => c.req.header('x-forwarded-for') ?? '',
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
      clock,
      signInMaxAge: config.session.organizerSignInMaxAge,
      findRoom,
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
      passes,
      findRoom,
      findLesson: async (roomId, personId) => {
        const lesson = await lessons.openIn(roomId);
        const facts = lesson && (await lessons.factsFor(roomId, personId));
        return lesson && facts ? { lesson, facts } : null;
      },
      attend: sessions.attend,
      useLastPass: sessions.useLastPass,
    }),
  );
  api.route(
    '/',
    liveRoutes({
      streams,
      clock,
      sessionCookieOf: jar.sessionOf,
      findRoom: async (slug) => (await findRoom(slug))?.facts ?? null,
      listed: rooms.idsFor,
      attend: sessions.attend,
    }),
  );
  api.route('/', adminRoutes({ status }));
  api.notFound((c) => problemResponse(c, { code: 'not-found' }));

  const { mark } = deps;
  const schoolStyle = config.look.accent ? accentStyle(config.look.accent) : '';
  const page = createPage(deps.files.html, deps.files.frontDoor, schoolStyle);
  const bootFor = async (c: Context): Promise<Boot> => {
    // Opening a page is something that a person does.
    const session = await sessions.stay(jar.sessionOf(c));
    const asking = await sessions.asking(jar.sessionOf(c));
    const viewer = asking.kind === 'person' ? asking.viewer : null;
    return {
      now: clock(),
      school: { ...config.school, mark: mark?.url ?? null },
      isDemo: config.isDemo,
      meeting: deps.place,
      session,
      ...(session && viewer?.role ? { rooms: await rooms.list(viewer) } : {}),
      ...(session && viewer?.isAdmin ? { warnings: [...deps.warnings] } : {}),
    };
  };
  const showPage = async (c: Context, code: 200 | 404): Promise<Response> => {
    const boot = await bootFor(c);
    const reader = readerOf(c.req.header('cookie'), c.req.header('accept-language'));
    const html = page.render(boot, reader, c.req.path === paths.home);
    return answerPage(c, html, code, boot.session === null);
  };

  const app = new Hono();
  app.use(requestLog(log, clock));
  app.use(
    securityHeaders({
      meetingOrigin: new URL(deps.place.scriptUrl, publicUrl).origin,
      publicUrl,
      providerOrigin: deps.providerOrigins.join(' ') || null,
      styleHashes: page.styleHashes,
    }),
  );
  app.onError((error, c) => {
    log.error({ err: error, requestId: c.get('requestId') }, 'request failed');
    const isStorage = 'code' in error && error.code === 'ERR_SQLITE_ERROR';
    return problemResponse(c, { code: isStorage ? 'storage-unavailable' : 'internal' });
  });
  // Before the API: the provider comes without our cookie, and from elsewhere.
  app.route('/homeroom/api', backChannelRoutes(logout));
  app.route('/homeroom/api', api);
  app.route('/homeroom', healthRoutes(ready));
  if (deps.practiceRoutes) app.route('/', deps.practiceRoutes);
  for (const path of [
    paths.home,
    paths.room(':slug'),
    paths.roomSettings(':slug'),
    paths.signedIn,
    paths.admin,
  ]) {
    app.get(path, (c) => showPage(c, 200));
  }
  if (mark) app.get(mark.url, (c) => answerMark(c, mark));
  app.get(
    '/homeroom/*',
    (c) => deps.files.serve(c, c.req.path.slice('/homeroom/'.length)) ?? showPage(c, 404),
  );
  app.notFound((c) =>
    c.req.method === 'GET' && c.req.header('accept')?.includes('text/html')
      ? showPage(c, 404)
      : problemResponse(c, { code: 'not-found' }),
  );

  return {
    fetch: app.fetch,
    routes: app.routes.map(({ method, path }) => ({ method, path })),
    listen: lessons.listen,
    tick: async () => {
      await lessons.tick();
    },
    async reread() {
      const { directory, seal } = deps;
      const { issuer, refresh } = deps.provider;
      const common = { store: stores.sessions, roles: config.roles, publish, log };
      if (directory) await rereadPeople({ ...common, directory, issuer });
      else if (refresh) await refreshPeople({ ...common, refresh, seal });
    },
    async sweep() {
      const keepUntil = clock() - config.auditDays * day;
      await streams.closeEnded();
      await sessions.sweep();
      await lessons.sweep(keepUntil);
      await stores.passes.sweep(keepUntil);
    },
    closeStreams: () => streams.closeAll(),
  };
}
