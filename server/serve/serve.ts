/** Wires the parts after the settings, listens, and stops again. */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createApp } from '../app/app.ts';
import type { Config } from '../config.ts';
import type { Warning } from '../contract/admin.ts';
import { loadDoctorKey, loadOrCreateKey } from './data-dir.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Log } from '../http/log.ts';
import { createEncryption, randomSecret } from '../crypto.ts';
import type { Identity } from '../identity/identity.ts';
import { type MeetingSide, meetingSide } from './meeting-side.ts';
import type { Logo } from '../page/logo.ts';
import { readStaticFiles } from '../page/static-files.ts';
import { readReport } from '../doctor/saved-report.ts';
import { cookieJar } from '../session/cookies.ts';
import { purposeFrom } from './purpose.ts';
import { createIsSignedIn } from '../session/is-signed-in.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { type OpenedDirectory, openDirectory } from './directory.ts';
import { attachRequestHandler } from './request-handler.ts';
import { listenOn, stop } from './listen.ts';
import { createStores, databasePath } from './stores.ts';

export type ServeDeps = {
  /** Folder of the browser's build. */
  webDir: string;
  version: string;
  clock: () => number;
  log: Log;
  /** The listener that already holds the port; its requests are answered from now on. */
  server: Server;
  /** The one that holds the port for Prosody's reports; where it is absent, one is opened. */
  internal?: Server | null;
  /** The school's own, where it has one. */
  logo: Logo | null;
};

export type Serving = {
  samplePeople: Identity['samplePeople'];
  close(): Promise<void>;
};

/** How often ended lessons are looked for, and old rows deleted, ms. */
const tickEvery = 1_000;
const sweepEvery = 15_000;

/** Then what a start did not need is loaded: whoever comes first does not wait for it; ms. */
const warmAfter = 500;

/** @throws when the database, the directory or the browser's build cannot be read */
export async function serve(config: Config, deps: ServeDeps): Promise<Serving> {
  const { log, clock, server } = deps;
  const db = await openDatabase(databasePath(config));
  const stores = createStores(db);
  const doctor = await doctorSide(config, deps);
  const meeting = await meetingSide(config, { counter: stores.outbox, clock, log, doctor });
  const isSignedIn = createIsSignedIn({
    store: stores.sessions,
    jar: cookieJar(config.publicUrl.protocol === 'https:'),
    settings: config.session,
    clock,
  });
  const purposeOf = purposeFrom(stores);
  const directory = await openDirectory(config, { ...deps, isSignedIn, purposeOf });
  const warnings = [...meeting.warnings, ...directory.warnings, ...warningsOf(config)];
  const app = createApp({
    config,
    stores,
    provider: directory.provider,
    providerOrigins: directory.origins,
    directory: directory.lookup,
    ...meeting,
    encryption: createEncryption(
      config.isDemo ? randomBytes(32) : await loadOrCreateKey(config.dataDir, 'session-seal'),
    ),
    files: readStaticFiles(deps.webDir),
    logo: deps.logo,
    probes: probesOf(db, directory, meeting),
    warnings,
    lastDoctor: async () => (config.isDemo ? null : readReport(config.dataDir)),
    version: deps.version,
    clock,
    log,
  });
  attachRequestHandler(server, config, { app, identity: directory.identity, meeting });
  const internal = await openInternal(config, meeting, deps.internal ?? null);
  app.listen();
  const timers = [
    repeat(tickEvery, app.tick, log),
    repeat(sweepEvery, app.sweep, log),
    repeat(config.session.rereadEvery, app.reread, log),
  ];
  const warming = setTimeout(() => warm(directory, log), warmAfter);
  return {
    samplePeople: directory.identity?.samplePeople,
    async close() {
      for (const timer of timers) clearInterval(timer);
      clearTimeout(warming);
      await app.close();
      await meeting.adapter.close();
      await Promise.all([stop(server), internal && stop(internal)]);
      await directory.identity?.close();
      await db.destroy();
    },
  };
}

/** In demo mode there is no doctor. */
async function doctorSide(config: Config, { version, clock }: ServeDeps) {
  const key = config.isDemo ? randomSecret() : await loadDoctorKey(config.dataDir);
  return { key, about: { version, startedAt: clock(), settings: fingerprintOf(config, key) } };
}

function warm({ identity }: OpenedDirectory, log: Log): void {
  identity?.warm().catch((error: unknown) => log.error({ err: error }, 'nobody can sign in'));
}

const noContact: Warning = {
  code: 'no-contact',
  detail: 'HOMEROOM_CONTACT is not set: people who are stuck do not read whom to ask.',
};

const noTrustedProxies: Warning = {
  code: 'no-trusted-proxies',
  detail:
    'HOMEROOM_TRUSTED_PROXIES is not set: everybody seems to come from the proxy, and limits count them as one.',
};

function warningsOf(config: Config): Warning[] {
  const isBehindProxy = config.publicUrl.protocol === 'https:';
  return [
    ...(config.isDemo || config.school.contact ? [] : [noContact]),
    ...(isBehindProxy && config.trustedProxies.length === 0 ? [noTrustedProxies] : []),
  ];
}

function probesOf(db: Database, directory: OpenedDirectory, { adapter }: MeetingSide) {
  return {
    storage: async () => void (await db.selectFrom('room').select('id').limit(1).execute()),
    directory: async () => {
      const state = await directory.probe();
      return state.isReachable
        ? { isReady: true, detail: 'Accounts can be reached.' }
        : { isReady: false, detail: `Accounts cannot be reached: ${state.cause}` };
    },
    meetingServer: () => {
      const health = adapter.health();
      return health.isHealthy
        ? { isReady: true, detail: 'The meeting server is healthy.' }
        : { isReady: false, detail: `No lesson can be started: ${health.cause}` };
    },
  };
}

/** Prosody reports on a listener of its own, which the public one does not know. */
async function openInternal(
  { jitsi }: Config,
  { handleReport }: MeetingSide,
  taken: Server | null,
): Promise<Server | null> {
  if (!jitsi?.prosody || !handleReport) return null;
  const answer = getRequestListener(handleReport, { overrideGlobalObjects: false });
  const internal = taken ?? createServer();
  internal.removeAllListeners('request');
  internal.on('request', (req, res) => void answer(req, res));
  const { host, port } = jitsi.prosody.internal;
  if (!taken) await listenOn(internal, host, port);
  return internal;
}

function repeat(every: number, work: () => Promise<void>, log: Log): NodeJS.Timeout {
  let isAtWork = false;
  return setInterval(() => {
    if (isAtWork) return;
    isAtWork = true;
    work()
      .catch((error: unknown) => log.error({ err: error }, 'background work failed'))
      .finally(() => (isAtWork = false));
  }, every);
}
