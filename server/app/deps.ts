/** What the application needs of the world: handed in by serve.ts, and by tests. */
import type { Hono } from 'hono';
import type { AuditStore } from '../admin/audit-store.ts';
import type { Probes } from '../admin/readiness.ts';
import type { Warning } from '../contract/admin.ts';
import type { DoctorReport } from '../contract/doctor.ts';
import type { MeetingHost } from '../contract/page-data.ts';
import type { Config } from '../config.ts';
import type { Log } from '../http/log.ts';
import type { Encryption } from '../crypto.ts';
import type { LessonStore } from '../lessons/lessons-store.ts';
import type { OutboxStore } from '../lessons/outbox-store.ts';
import type { MeetingAdapter } from '../lessons/meeting-adapter.ts';
import type { Logo } from '../page/logo.ts';
import type { StaticFiles } from '../page/static-files.ts';
import type { PassClaims, PassIssuer } from '../pass/claims.ts';
import type { PassStore } from '../pass/passes-store.ts';
import type { SignPass } from '../pass/sign.ts';
import type { RoomStore } from '../rooms/rooms-store.ts';
import type { PeopleDirectory } from '../session/people.ts';
import type { Provider } from '../session/provider.ts';
import type { SessionWrites } from '../session/sessions-store.ts';

/** The slices' stores on the database, or on one transaction. */
export type BoundStores = {
  sessions: SessionWrites;
  rooms: RoomStore;
  lessons: LessonStore;
  passes: PassStore;
  outbox: OutboxStore;
};

/**
 * Leaves out what takes a right away: that is done in a transaction, together with the passes that
 * say it.
 */
export type SessionReads = Omit<SessionWrites, 'rememberPerson' | 'endSession'>;

export type Stores = Omit<BoundStores, 'sessions'> & {
  sessions: SessionReads;
  audit: AuditStore;
  /** Only the stores that it is given may be used in `work`. */
  inTransaction<T>(work: (stores: BoundStores) => Promise<T>): Promise<T>;
};

export type AppDeps = {
  config: Config;
  stores: Stores;
  provider: Provider;
  /** Where the browser exchanges its code, beside Homeroom's own origin. */
  providerOrigins: readonly string[];
  /** Accounts that can be looked up; `null` with a foreign provider. */
  directory: PeopleDirectory | null;
  adapter: MeetingAdapter;
  meetingHost: MeetingHost;
  issuer: PassIssuer;
  sign: SignPass;
  onPass(claims: PassClaims): void;
  encryption: Encryption;
  files: StaticFiles;
  /** The school's own, where it has one. */
  logo: Logo | null;
  /** The practice meeting's own pages, in demo mode. */
  practiceRoutes?: Hono;
  probes: Probes;
  warnings: readonly Warning[];
  /** What `homeroom doctor` found last. */
  lastDoctor: () => Promise<DoctorReport | null>;
  version: string;
  clock: () => number;
  log: Log;
};
