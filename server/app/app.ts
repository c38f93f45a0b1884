/**
 * The application: every slice, created from what it needs and mounted at its
 * addresses. Nothing happens on import, and nothing here knows which database,
 * provider or meeting stands behind the arguments.
 */
import type { ServerResponse } from 'node:http';
import { Hono } from 'hono';
import { healthRoutes } from '../admin/routes.ts';
import { summaryOf } from '../admin/last-doctor.ts';
import { readiness } from '../admin/readiness.ts';
import type { AdminStatus, Warning } from '../contract/admin.ts';
import { paths } from '../contract/paths.ts';
import { problemResponse } from '../http/problem-response.ts';
import { storageFault } from '../http/storage-fault.ts';
import { writeEventStreams } from '../http/event-stream.ts';
import { requestLog } from '../http/request-log.ts';
import { iconOf } from '../page/icon.ts';
import { brandingRoutes } from '../page/branding-routes.ts';
import { securityHeaders } from '../page/security-headers.ts';
import { refreshPeople } from '../session/refresh-people.ts';
import { createReread } from '../session/reread.ts';

import { createApi } from './api.ts';
import type { AppDeps } from './deps.ts';
import { createPages } from './pages.ts';
import { createSlices } from './slices.ts';

/** What the process around the application knows of a request. */
export type Client = {
  address: string;
  /** The socket's own response: event streams are written to it. */
  outgoing?: ServerResponse;
};

export type App = {
  /** @param client found out at the socket; without it nobody's address is known */
  fetch(request: Request, client?: Client): Response | Promise<Response>;
  /** Method and path of every route, so that a test can see that none was forgotten. */
  routes: readonly { method: string; path: string }[];
  /** Begins to take in what the meeting side reports. */
  listen(): void;
  /** Ends lessons and streams whose time is up. Called every second. */
  tick(): Promise<void>;
  /** Deletes what has been kept long enough. Called every few minutes. */
  sweep(): Promise<void>;
  /** Reads the roles of whoever is signed in again, where accounts can be looked up. */
  reread(): Promise<void>;
  /**
   * Closes the streams and stops delivering; commands that were not delivered stay in the database.
   */
  close(): Promise<void>;
};

const day = 24 * 60 * 60_000;

/** Where the application is served; the browser's router knows the same. */
const pageAddresses = [
  paths.home,
  paths.room(':slug'),
  paths.roomSettings(':slug'),
  paths.signedIn,
  paths.admin,
  paths.adminRooms,
  paths.adminAudit,
];

export function createApp(deps: AppDeps): App {
  const { config, stores, clock, log } = deps;
  const { publicUrl } = config;
  const startedAt = clock();
  const slices = createSlices(deps);
  const { lessons, sessions, streams, publish } = slices;
  const { accent } = config.branding;
  const icon = iconOf(deps.logo, accent);
  const { endSessions } = slices;
  const rereadDeps = {
    store: slices.sessionStore,
    roles: config.roles,
    endSessions,
    publish,
    clock,
    log,
  };
  const reread =
    deps.directory &&
    createReread({
      ...rereadDeps,
      directory: deps.directory,
      issuer: deps.provider.issuer,
      maxLoss: config.session.rereadMaxLoss,
    });
  const warnings = (): Warning[] => {
    const detail = reread?.warning() ?? null;
    return [...deps.warnings, ...(detail === null ? [] : [{ code: 'many-gone' as const, detail }])];
  };
  const pages = createPages(deps, slices, icon, warnings);
  const ready = () => readiness(deps.probes);
  const status = async (): Promise<AdminStatus> => ({
    version: deps.version,
    startedAt,
    checks: (await ready()).checks,
    warnings: warnings(),
    doctor: summaryOf(await deps.lastDoctor()),
    counts: {
      peopleSeen: await stores.sessions.countPeople(),
      rooms: await slices.rooms.count(),
      ...(await lessons.counts()),
    },
  });

  const app = new Hono<{ Bindings: Client }>();
  app.use(async (c, next) => {
    c.set('clientAddress', c.env.address);
    await next();
  });
  app.use(writeEventStreams);
  app.use(requestLog(log, clock));
  app.use(
    securityHeaders({
      meetingOrigin: new URL(deps.meetingHost.scriptUrl, publicUrl).origin,
      publicUrl,
      providerOrigin: deps.providerOrigins.join(' ') || null,
      styleHashes: pages.styleHashes,
    }),
  );
  app.onError((error, c) => {
    const storage = storageFault(error);
    const fields = { err: error, requestId: c.get('requestId'), ...(storage ? { storage } : {}) };
    log.error(fields, 'request failed');
    return problemResponse(c, { code: storage ? 'storage-unavailable' : 'internal' });
  });
  app.route('/homeroom/api', createApi(deps, slices, status));
  app.route('/homeroom', healthRoutes(ready));
  if (deps.practiceRoutes) app.route('/', deps.practiceRoutes);
  for (const path of pageAddresses) app.get(path, (c) => pages.show(c, 200));
  app.route('/', brandingRoutes({ name: config.school.name, accent, icon }));
  app.get(
    '/homeroom/*',
    (c) => deps.files.serve(c, c.req.path.slice('/homeroom/'.length)) ?? pages.show(c, 404),
  );
  app.notFound((c) =>
    c.req.method === 'GET' && c.req.header('accept')?.includes('text/html')
      ? pages.show(c, 404)
      : problemResponse(c, { code: 'not-found' }),
  );

  return {
    fetch: (request, client = { address: '' }) => app.fetch(request, client),
    routes: app.routes.map(({ method, path }) => ({ method, path })),
    listen() {
      lessons.listen();
      slices
        .transact((tx) => tx.revokePasses.ofAll())
        .catch((error: unknown) => log.error({ err: error }, 'passes not rechecked'));
    },
    tick: async () => {
      await lessons.tick();
    },
    async reread() {
      const { refresh } = deps.provider;
      if (reread) await reread.read();
      else if (refresh)
        await refreshPeople({ ...rereadDeps, refresh, encryption: deps.encryption });
    },
    async sweep() {
      const keepUntil = clock() - config.auditDays * day;
      await streams.closeEnded();
      await sessions.sweep();
      await lessons.sweep(keepUntil);
      await stores.passes.sweep(keepUntil);
      await stores.sessions.sweepSignInsMade(keepUntil);
    },
    async close() {
      streams.closeAll();
      await lessons.delivery.close();
    },
  };
}
