/**
 * A whole Homeroom in process, for tests: the real app, a real database, real
 * keys and a real exchange. Only the clock and the meeting side are a test's own.
 */
import { randomBytes } from 'node:crypto';
import { type App, createApp } from '../app/app.ts';
import { type Config, readConfig } from '../config.ts';
import type { DoctorReport } from '../contract/doctor.ts';
import type { LessonId, PassId, PersonId } from '../contract/ids.ts';
import { apiPaths } from '../contract/paths.ts';
import { Pass } from '../contract/pass.ts';
import { RoomView } from '../contract/room.ts';
import { SignedIn, SignInStart } from '../contract/session.ts';
import { createEncryption } from '../crypto.ts';
import type { PassClaims } from '../pass/claims.ts';
import { signWithSecret } from '../pass/sign.ts';
import type { PeopleDirectory } from '../session/people.ts';
import { createStores } from '../serve/stores.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { createTestMeeting, type TestMeeting } from './test-meeting.ts';
import { createTestProvider, issuer, type TestPerson, type TestProvider } from './test-provider.ts';
import { createVisitor, type Visitor } from './visitor.ts';

export const origin = 'https://school.example';
export const passSecret = 'a secret that is long enough for HS256, and known to tests only';

const student = (login: string, name: string, classId: string): TestPerson => ({
  subject: login,
  name,
  groups: ['students', `class-${classId}`],
});

export const people = {
  ada: { subject: 'ada', name: 'Ada Adler', groups: ['teachers'] },
  bo: { subject: 'bo', name: 'Bo Berg', groups: ['teachers'] },
  cleo: { subject: 'cleo', name: 'Cleo Conti', groups: ['teachers'] },
  dora: { subject: 'dora', name: 'Dora Diaz', groups: ['admins'] },
  finn: student('finn', 'Finn Fischer', '7a'),
  gul: student('gul', 'Gul Gunes', '7a'),
  hana: student('hana', 'Hana Haddad', '7b'),
  noa: { subject: 'noa', name: 'Noa Nobody', groups: ['kitchen'] },
} as const satisfies Record<string, TestPerson>;

export type Known = keyof typeof people;

const html =
  '<html lang="en" dir="ltr"><head><title>Homeroom</title><!--page-data--></head><body><!--front-door--></body></html>';

/** The directory of the school above. */
const directory: PeopleDirectory = {
  listClasses: async () => ['7a', '7b'],
  findTeachers: async (words) => ({
    teachers: Object.values(people)
      .filter(
        ({ groups, name }) => groups.some((group) => group === 'teachers') && name.includes(words),
      )
      .map(({ subject, name }) => ({ subject, name, detail: subject })),
    isCut: false,
  }),
  stillHere: async (subject) =>
    Object.values(people).find((one) => one.subject === subject) ?? null,
};

export type School = {
  app: App;
  db: Database;
  meeting: TestMeeting;
  provider: TestProvider;
  /** The claims of every pass that was issued. */
  told: PassClaims[];
  /** Everything that was logged, except for debug messages. */
  logged: { fields: object; message: string }[];
  now(): number;
  /** Lets time pass, ms. */
  pass(ms: number): void;
  visitor(address?: string): Visitor;
  signIn(person: Known | TestPerson, visitor?: Visitor): Promise<Visitor>;
  createRoom(organizer: Visitor, name: string, classes: readonly string[]): Promise<RoomView>;
  /** Starts a lesson, and has its organizer in the meeting. @returns the lesson's id */
  startLesson(organizer: Visitor, slug: string): Promise<LessonId>;
  /** Fetches a pass and reports its holder in. */
  enter(visitor: Visitor, slug: string): Promise<Pass>;
  close(): Promise<void>;
};

export type SchoolOptions = {
  settings?: Readonly<Record<string, string>>;
  directory?: PeopleDirectory | null;
  provider?: TestProvider;
  database?: Database;
  /** What it found last. */
  doctor?: DoctorReport;
};

export function configOf(settings: Readonly<Record<string, string>> = {}): Config {
  const all = {
    HOMEROOM_URL: origin,
    HOMEROOM_PEOPLE_FILE: '/nowhere',
    HOMEROOM_JITSI_URL: 'https://meet.school.example',
    HOMEROOM_JITSI_APP_SECRET: passSecret,
    HOMEROOM_UNSAFE_NO_MODULE: '1',
    ...settings,
  };
  const { config, faults } = readConfig(all, () => '');
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  return config;
}

export async function openSchool(options: SchoolOptions = {}): Promise<School> {
  const db = options.database ?? (await openDatabase(':memory:'));
  const provider = options.provider ?? createTestProvider();
  const meeting = createTestMeeting();
  const told: School['told'] = [];
  const logged: School['logged'] = [];
  const keep = (fields: object, message: string) => void logged.push({ fields, message });
  let now = Date.UTC(2026, 10, 25, 8);
  const app = createApp({
    config: configOf(options.settings),
    stores: createStores(db),
    provider,
    providerOrigins: [],
    directory: options.directory === undefined ? directory : options.directory,
    adapter: meeting,
    meetingHost: {
      kind: 'jitsi',
      domain: 'meet.school.example',
      scriptUrl: 'https://meet.school.example/external_api.js',
    },
    issuer: { appId: 'homeroom', xmppDomain: 'meet.school.example' },
    sign: signWithSecret(passSecret),
    onPass: (claims) => void told.push(claims),
    encryption: createEncryption(randomBytes(32)),
    logo: null,
    files: { html, frontDoor: null, serve: () => null },
    probes: {
      storage: () => Promise.resolve(),
      directory: async () => ({ isReady: true, detail: '' }),
      meetingServer: () => ({ isReady: meeting.health().isHealthy, detail: '' }),
    },
    warnings: [{ code: 'no-contact', detail: 'a warning for administrators' }],
    lastDoctor: async () => options.doctor ?? null,
    version: 'test',
    clock: () => now,
    log: { debug: () => {}, info: keep, warn: keep, error: keep },
  });
  app.listen();

  const visitor = (address?: string) => createVisitor(app.fetch, origin, address);

  async function signIn(who: Known | TestPerson, browser = visitor()): Promise<Visitor> {
    const person = typeof who === 'string' ? people[who] : who;
    const begun = await browser.ask('POST', apiPaths.signIn, {});
    const { nonce } = SignInStart.parse(begun.body);
    const idToken = await provider.idToken(person, nonce, Math.floor(now / 1000));
    const exchanged = await browser.ask('POST', apiPaths.session, { idToken, iss: issuer });
    SignedIn.parse(exchanged.body);
    return browser;
  }

  async function enter(browser: Visitor, slug: string): Promise<Pass> {
    const answer = await browser.ask('POST', apiPaths.pass(slug), {});
    const pass = Pass.parse(answer.body);
    const claims: { jti: PassId; context: { user: { id: PersonId } } } = JSON.parse(
      Buffer.from(pass.pass.split('.')[1] ?? '', 'base64url').toString(),
    );
    await meeting.report({
      kind: 'entered',
      slug: pass.slug,
      lessonId: pass.lessonId,
      at: now,
      occupant: {
        occupantId: `${claims.jti}@meet`,
        personId: claims.context.user.id,
        passId: claims.jti,
        affiliation: pass.affiliation,
        isPromoted: false,
        breakoutId: null,
      },
    });
    return pass;
  }

  return {
    app,
    db,
    meeting,
    provider,
    told,
    logged,
    now: () => now,
    pass: (ms) => void (now += ms),
    visitor,
    signIn,
    enter,
    async createRoom(organizer, name, classes) {
      const answer = await organizer.ask('POST', apiPaths.rooms, { name, classes });
      return RoomView.parse(answer.body);
    },
    async startLesson(organizer, slug) {
      const answer = await organizer.ask('POST', apiPaths.lesson(slug), {});
      RoomView.parse(answer.body);
      return (await enter(organizer, slug)).lessonId;
    },
    async close() {
      await app.close();
      await db.destroy();
    },
  };
}
