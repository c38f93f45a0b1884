/**
 * The authorization matrix: every route of the API, the event stream and the
 * page's own data, asked by everybody, with the exact answer. A route that is
 * missing here fails the run.
 */
import { describe, expect, it } from 'vitest';
import { PersonId } from '../contract/ids.ts';
import { AdminLessons, AdminRoom, AdminRooms, AdminStatus, Audit } from '../contract/admin.ts';
import { PageData } from '../contract/page-data.ts';
import type { LiveEvent } from '../contract/live.ts';
import { apiPaths } from '../contract/paths.ts';
import { Pass } from '../contract/pass.ts';
import { Problem } from '../contract/problem.ts';
import { ClassList, RoomList, RoomsFound, RoomView, TeachersFound } from '../contract/room.ts';
import { Session, SignInStart, StepUp } from '../contract/session.ts';
import { eventOf, readEvents } from '../testing/live-events.ts';
import { openSchool, type School } from '../testing/school.ts';
import type { Answer, Visitor } from '../testing/visitor.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Ada's room for 7a, with Cleo as co-organizer; a lesson runs in it. */
type Scene = { school: School; room: RoomView; ada: Visitor; cleoId: PersonId };

async function openScene(): Promise<Scene> {
  const school = await openSchool();
  const ada = await school.signIn('ada');
  const created = await school.createRoom(ada, 'Maths secret 7a', ['7a', '7x']);
  const named = await ada.ask('POST', apiPaths.organizers(created.slug), { ref: 'subject:cleo' });
  const room = RoomView.parse(named.body);
  await school.startLesson(ada, room.slug);
  const cleoId = PersonId.parse(room.organizers.find(({ name }) => name === 'Cleo Conti')?.id);
  return { school, room, ada, cleoId };
}

/** Who asks. Each is made anew for each question. */
const askers = {
  nobody: async ({ school }: Scene) => school.visitor(),
  student: ({ school }: Scene) => school.signIn('finn'),
  'student of another class': ({ school }: Scene) => school.signIn('hana'),
  'visiting teacher': ({ school }: Scene) => school.signIn('bo'),
  organizer: async ({ ada }: Scene) => ada,
  'co-organizer': ({ school }: Scene) => school.signIn('cleo'),
  administrator: ({ school }: Scene) => school.signIn('dora'),
  'no role': ({ school }: Scene) => school.signIn('noa'),
  'signed out': async ({ school }: Scene) => {
    const finn = await school.signIn('finn');
    const cookie = finn.cookie('__Host-homeroom') ?? '';
    await finn.ask('POST', apiPaths.signOut, {});
    finn.setCookie('__Host-homeroom', cookie);
    return finn;
  },
  expired: async ({ school, ada, room }: Scene) => {
    const finn = await school.signIn('finn');
    await letExpire(school, ada, room);
    return finn;
  },
  lingering: async ({ school, ada, room }: Scene) => {
    const finn = await school.signIn('finn');
    await openAndClose(finn, `${apiPaths.live}?room=${room.slug}`);
    await letExpire(school, ada, room);
    return finn;
  },
} as const;

type Asker = keyof typeof askers;

/** Two idle hours for everybody but Ada, whose lesson goes on. */
async function letExpire(school: School, ada: Visitor, room: RoomView): Promise<void> {
  school.pass(hour);
  await ada.ask('POST', apiPaths.activity, {});
  await ada.ask('POST', apiPaths.lessonAction(room.slug, 'extend'), {});
  school.pass(hour + minute);
  await ada.ask('POST', apiPaths.activity, {});
}

async function openAndClose(visitor: Visitor, path: string): Promise<void> {
  const response = await visitor.stream(path);
  await response.body?.cancel();
}

type Question = {
  /** As the app names it. */
  route: string;
  ask(visitor: Visitor, scene: Scene): Promise<Answer>;
  /** The contract of a good answer. */
  answers?: { parse(value: unknown): unknown };
  expected: Record<Asker, string>;
};

const inRoom = (action: Parameters<typeof apiPaths.lessonAction>[1], body: object) =>
  ({
    ask: (visitor, { room }) => visitor.ask('POST', apiPaths.lessonAction(room.slug, action), body),
  }) satisfies Pick<Question, 'ask'>;

/** What most refusals have in common. */
const outside = {
  nobody: '401 not-signed-in',
  'signed out': '401 session-expired',
  expired: '401 session-expired',
  lingering: '401 session-expired',
} as const;

const organizersOnly = (good: string) => ({
  ...outside,
  student: '403 teachers-only',
  'student of another class': '404 room-not-found',
  'visiting teacher': '403 organizers-only',
  organizer: good,
  'co-organizer': good,
  administrator: '403 no-role',
  'no role': '403 no-role',
});

const teachersOnly = (good: string) => ({
  ...outside,
  student: '403 teachers-only',
  'student of another class': '403 teachers-only',
  'visiting teacher': good,
  organizer: good,
  'co-organizer': good,
  administrator: '403 no-role',
  'no role': '403 no-role',
});

const everybodyHere = (good: string) => ({
  ...outside,
  student: good,
  'student of another class': good,
  'visiting teacher': good,
  organizer: good,
  'co-organizer': good,
  administrator: good,
  'no role': good,
});

const administratorsOnly = (good: string) => ({
  ...everybodyHere('403 administrators-only'),
  administrator: good,
});

/** The same for whoever asks, with a session or without. */
const anybody = (answer: string) => ({
  ...everybodyHere(answer),
  nobody: answer,
  'signed out': answer,
  expired: answer,
  lingering: answer,
});

/** For whom the room exists. A session that lingers keeps its own room. */
const whoSeesTheRoom = (good: string) => ({
  ...everybodyHere(good),
  'student of another class': '404 room-not-found',
  administrator: '403 no-role',
  'no role': '403 no-role',
  lingering: good,
});

const questions: readonly Question[] = [
  {
    route: 'POST /sign-in',
    ask: (visitor) => visitor.ask('POST', apiPaths.signIn, {}),
    answers: SignInStart,
    expected: anybody('200'),
  },
  {
    route: 'POST /session',
    ask: (visitor) =>
      visitor.ask('POST', apiPaths.session, {
        idToken: 'not.a.token',
        iss: 'https://school.example/homeroom/oidc',
      }),
    expected: {
      ...everybodyHere('403 sign-in-refused'),
      // Never began a sign-in in this browser.
      nobody: '400 sign-in-outdated',
      'signed out': '403 sign-in-refused',
      expired: '403 sign-in-refused',
      lingering: '403 sign-in-refused',
    },
  },
  {
    route: 'GET /session',
    ask: (visitor) => visitor.ask('GET', apiPaths.session),
    answers: Session,
    expected: everybodyHere('200'),
  },
  {
    route: 'POST /session/activity',
    ask: (visitor) => visitor.ask('POST', apiPaths.activity, {}),
    answers: Session,
    expected: everybodyHere('200'),
  },
  {
    route: 'POST /sign-out',
    ask: (visitor) => visitor.ask('POST', apiPaths.signOut, {}),
    // Whoever wants out is out.
    expected: anybody('200'),
  },
  {
    route: 'POST /session/everywhere',
    ask: (visitor) => visitor.ask('POST', apiPaths.everywhere, {}),
    expected: everybodyHere('200'),
  },
  {
    // The provider's: no cookie counts, only its own signature.
    route: 'POST /back-channel-logout',
    ask: (visitor) => visitor.ask('POST', apiPaths.backChannelLogout, {}),
    expected: anybody('400 malformed'),
  },
  {
    route: 'POST /step-up',
    ask: (visitor, { room }) =>
      visitor.ask('POST', apiPaths.stepUp, { action: { kind: 'start-lesson', slug: room.slug } }),
    answers: StepUp,
    expected: everybodyHere('201'),
  },
  {
    route: 'GET /rooms',
    ask: (visitor) => visitor.ask('GET', apiPaths.rooms),
    answers: RoomList,
    expected: { ...everybodyHere('200'), administrator: '403 no-role', 'no role': '403 no-role' },
  },
  {
    route: 'POST /rooms',
    ask: (visitor) => visitor.ask('POST', apiPaths.rooms, { name: 'New' }),
    answers: RoomView,
    expected: teachersOnly('201'),
  },
  {
    route: 'GET /rooms/:slug',
    ask: (visitor, { room }) => visitor.ask('GET', apiPaths.room(room.slug)),
    answers: RoomView,
    expected: whoSeesTheRoom('200'),
  },
  {
    route: 'PATCH /rooms/:slug',
    ask: (visitor, { room }) => visitor.ask('PATCH', apiPaths.room(room.slug), { name: 'Other' }),
    answers: RoomView,
    expected: organizersOnly('200'),
  },
  {
    route: 'DELETE /rooms/:slug',
    ask: (visitor, { room }) => visitor.ask('DELETE', apiPaths.room(room.slug)),
    expected: organizersOnly('204'),
  },
  {
    route: 'GET /rooms/:slug/deletion',
    ask: (visitor, { room }) => visitor.ask('GET', apiPaths.deletion(room.slug)),
    expected: organizersOnly('204'),
  },
  {
    route: 'POST /rooms/:slug/organizers',
    ask: (visitor, { room }) =>
      visitor.ask('POST', apiPaths.organizers(room.slug), { ref: 'subject:bo' }),
    answers: RoomView,
    expected: organizersOnly('200'),
  },
  {
    route: 'DELETE /rooms/:slug/organizers/:personId',
    ask: (visitor, { room, cleoId }) =>
      visitor.ask('DELETE', apiPaths.organizer(room.slug, cleoId)),
    answers: RoomView,
    expected: organizersOnly('200'),
  },
  {
    route: 'GET /colleagues-rooms',
    ask: (visitor) => visitor.ask('GET', `${apiPaths.colleaguesRooms}?q=maths`),
    answers: RoomsFound,
    expected: teachersOnly('200'),
  },
  {
    route: 'GET /classes',
    ask: (visitor) => visitor.ask('GET', apiPaths.classes),
    answers: ClassList,
    expected: teachersOnly('200'),
  },
  {
    route: 'GET /teachers',
    ask: (visitor) => visitor.ask('GET', `${apiPaths.teachers}?q=Bo`),
    answers: TeachersFound,
    expected: teachersOnly('200'),
  },
  {
    route: 'POST /rooms/:slug/lesson',
    ask: (visitor, { room }) => visitor.ask('POST', apiPaths.lesson(room.slug), {}),
    answers: RoomView,
    expected: organizersOnly('200'),
  },
  {
    route: 'POST /rooms/:slug/lesson/end',
    ...inRoom('end', {}),
    answers: RoomView,
    expected: { ...organizersOnly('200'), lingering: '403 teachers-only' },
  },
  {
    route: 'POST /rooms/:slug/lesson/extend',
    ...inRoom('extend', {}),
    answers: RoomView,
    expected: organizersOnly('200'),
  },
  {
    route: 'POST /rooms/:slug/lesson/remove',
    // Nobody has this id: who may remove is told so, everybody else is refused before.
    ...inRoom('remove', { personId: 'somebody' }),
    expected: organizersOnly('409 person-not-in-lesson'),
  },
  {
    route: 'POST /rooms/:slug/lesson/readmit',
    ...inRoom('readmit', { personId: 'somebody' }),
    answers: RoomView,
    expected: organizersOnly('200'),
  },
  {
    route: 'POST /rooms/:slug/lesson/newcomers',
    ...inRoom('newcomers', { closed: true }),
    answers: RoomView,
    expected: organizersOnly('200'),
  },
  {
    route: 'POST /rooms/:slug/pass',
    ask: (visitor, { room }) => visitor.ask('POST', apiPaths.pass(room.slug), {}),
    answers: Pass,
    expected: whoSeesTheRoom('201'),
  },
  {
    route: 'GET /live',
    ask: async (visitor) => firstEvent(await visitor.stream(apiPaths.live)),
    expected: everybodyHere('200'),
  },
  {
    route: 'GET /admin/status',
    ask: (visitor) => visitor.ask('GET', apiPaths.adminStatus),
    answers: AdminStatus,
    expected: {
      ...everybodyHere('403 administrators-only'),
      administrator: '200',
    },
  },
  {
    route: 'GET /admin/lessons',
    ask: (visitor) => visitor.ask('GET', apiPaths.adminLessons),
    answers: AdminLessons,
    expected: administratorsOnly('200'),
  },
  {
    route: 'GET /admin/rooms',
    ask: (visitor) => visitor.ask('GET', `${apiPaths.adminRooms}?q=maths`),
    answers: AdminRooms,
    expected: administratorsOnly('200'),
  },
  {
    route: 'PATCH /admin/rooms/:slug',
    ask: (visitor, { room }) =>
      visitor.ask('PATCH', apiPaths.adminRoom(room.slug), { isArchived: true }),
    answers: AdminRoom,
    expected: administratorsOnly('200'),
  },
  {
    route: 'POST /admin/rooms/:slug/organizers',
    ask: (visitor, { room }) =>
      visitor.ask('POST', apiPaths.adminOrganizers(room.slug), { ref: 'subject:bo' }),
    answers: AdminRoom,
    expected: administratorsOnly('200'),
  },
  {
    route: 'DELETE /admin/rooms/:slug/organizers/:personId',
    ask: (visitor, { room, cleoId }) =>
      visitor.ask('DELETE', apiPaths.adminOrganizer(room.slug, cleoId)),
    answers: AdminRoom,
    expected: administratorsOnly('200'),
  },
  {
    route: 'POST /admin/rooms/:slug/lesson/end',
    ask: (visitor, { room }) => visitor.ask('POST', apiPaths.adminEndLesson(room.slug), {}),
    expected: administratorsOnly('204'),
  },
  {
    route: 'GET /admin/teachers',
    ask: (visitor) => visitor.ask('GET', `${apiPaths.adminTeachers}?q=Bo`),
    answers: TeachersFound,
    expected: administratorsOnly('200'),
  },
  {
    route: 'GET /admin/audit',
    ask: (visitor) => visitor.ask('GET', apiPaths.adminAudit),
    answers: Audit,
    expected: administratorsOnly('200'),
  },
  {
    route: 'GET /admin/audit.csv',
    ask: (visitor) => visitor.ask('GET', apiPaths.adminAuditCsv),
    expected: administratorsOnly('200'),
  },
];

/** The stream's answer, closed after its first event. */
async function firstEvent(response: Response): Promise<Answer> {
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  const text = new TextDecoder().decode(value);
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const body: unknown = isJson ? JSON.parse(text) : null;
  return { status: response.status, headers: response.headers, text, body };
}

function wordsFor({ status, body }: Answer): string {
  if (status < 400) return String(status);
  return `${status} ${Problem.parse(body).code}`;
}

const names = Object.keys(askers).filter((name): name is Asker => name in askers);

describe.each(questions)('$route', ({ route, ask, answers, expected }) => {
  it.each(names)('asked by: %s', async (name) => {
    const scene = await openScene();
    const visitor = await askers[name](scene);
    const answer = await ask(visitor, scene);
    expect(wordsFor(answer)).toBe(expected[name]);
    if (answer.status < 300 && answer.status !== 204) answers?.parse(answer.body);
    const maySee = name === 'administrator' && route.includes('/admin/');
    if (/hana|nobody|no role|administrator/.test(name) && !maySee) {
      expect(answer.text).not.toContain('secret');
    }
    await scene.school.close();
  });
});

describe('the matrix', () => {
  it('leaves no route of the API out', async () => {
    const school = await openSchool();
    const there = school.app.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/homeroom/api/'))
      .map(({ method, path }) => `${method} ${path.slice('/homeroom/api'.length)}`);
    expect(new Set(questions.map(({ route }) => route))).toEqual(new Set(there));
    await school.close();
  });
});

describe("the page's own data", () => {
  const roomsSeen: Record<Asker, readonly string[] | undefined> = {
    nobody: undefined,
    student: ['Maths secret 7a'],
    'student of another class': [],
    'visiting teacher': [],
    organizer: ['Maths secret 7a'],
    'co-organizer': ['Maths secret 7a'],
    administrator: undefined,
    'no role': undefined,
    'signed out': undefined,
    expired: undefined,
    lingering: undefined,
  };

  it.each(names)('as it comes to: %s', async (name) => {
    const scene = await openScene();
    const visitor = await askers[name](scene);
    const { text, headers } = await visitor.ask('GET', '/');
    const [, json = ''] = /id="page-data">(.*?)<\/script>/.exec(text) ?? [];
    const pageData = PageData.parse(JSON.parse(json));
    expect(pageData.rooms?.map((room) => room.name)).toEqual(roomsSeen[name]);
    expect(pageData.warnings !== undefined).toBe(name === 'administrator');
    expect(headers.get('cache-control')).toBe('no-store');
    await scene.school.close();
  });
});

describe('the event stream', () => {
  const told: Record<
    'student' | 'student of another class' | 'visiting teacher' | 'co-organizer' | 'no role',
    boolean
  > = {
    student: true,
    'student of another class': false,
    'visiting teacher': false,
    'co-organizer': true,
    'no role': false,
  };

  it.each([
    'student',
    'student of another class',
    'visiting teacher',
    'co-organizer',
    'no role',
  ] as const)('tells of a room that changes, or is silent, to: %s', async (name) => {
    const scene = await openScene();
    const visitor = await askers[name](scene);
    const response = await visitor.stream(apiPaths.live);
    const events = readEvents(response);
    await events.next();
    const ofAda = readEvents(await scene.ada.stream(apiPaths.live));
    await ofAda.next();
    await scene.ada.ask('PATCH', apiPaths.room(scene.room.slug), { name: 'Renamed secret' });
    // All streams are told of a change together: what came to Ada came to whom it concerns.
    await eventOf(ofAda, isRenamed);
    await visitor.ask('POST', apiPaths.signOut, {});
    const heard: LiveEvent[] = [];
    for await (const event of events) heard.push(event);
    expect(heard.some(isRenamed)).toBe(told[name]);
    expect(heard.at(-1)).toEqual({ kind: 'session-ended', why: 'signed-out' });
    await scene.school.close();
  });

  it("shows a student the student's own classes of a room, and no register", async () => {
    const scene = await openScene();
    const finn = await scene.school.signIn('finn');
    const { text, body } = await finn.ask('GET', apiPaths.room(scene.room.slug));
    expect(RoomView.parse(body)).toMatchObject({ classes: ['7a'], affiliation: 'member' });
    expect(text).not.toMatch(/7x|register|isClosedToVisitors|rules/);
    await scene.school.close();
  });
});

const isRenamed = (event: LiveEvent): boolean =>
  event.kind === 'room' && event.room.name === 'Renamed secret';
