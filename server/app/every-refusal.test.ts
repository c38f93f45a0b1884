/**
 * Every refusal of the contract, provoked by one request each in the running app: a code
 * that nothing answers any more, or that was added and never is, fails here.
 */
import { createServer } from 'node:http';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { attachRequestHandler } from '../serve/request-handler.ts';
import { PersonId, type Slug } from '../contract/ids.ts';
import { apiPaths } from '../contract/paths.ts';
import { Problem, type ProblemCode, problemStatus } from '../contract/problem.ts';
import { RoomView } from '../contract/room.ts';
import { SignInStart, StepUp } from '../contract/session.ts';
import { listenOn } from '../serve/listen.ts';
import { configOf, openSchool, origin, people, type School } from '../testing/school.ts';
import { clientId, createTestProvider, issuer } from '../testing/test-provider.ts';
import type { Answer, Visitor } from '../testing/visitor.ts';

const hour = 60 * 60_000;

/** Ada's room for 7a; nothing runs in it yet. */
type Scene = { school: School; ada: Visitor; slug: Slug };
type Answered = Pick<Answer, 'status' | 'body'>;
type Provoke = (scene: Scene) => Promise<Answered>;

const refusals: Record<ProblemCode, Provoke> = {
  'not-signed-in': ({ school }) => school.visitor().ask('GET', apiPaths.rooms),
  'session-expired': ({ school, ada }) => {
    school.pass(2 * hour + 1);
    return ada.ask('GET', apiPaths.rooms);
  },
  'recent-sign-in-required': async ({ school, ada, slug }) => {
    for (let passed = 0; passed <= 8; passed += 1) {
      await ada.ask('POST', apiPaths.activity, {});
      school.pass(hour);
    }
    return ada.ask('POST', apiPaths.lesson(slug), {});
  },
  'no-role': async ({ school }) => (await school.signIn('noa')).ask('GET', apiPaths.rooms),
  'teachers-only': async ({ school }) =>
    (await school.signIn('finn')).ask('POST', apiPaths.rooms, { name: 'Mine' }),
  'organizers-only': async ({ school, slug }) =>
    (await school.signIn('bo')).ask('PATCH', apiPaths.room(slug), { name: 'Mine' }),
  'administrators-only': ({ ada }) => ada.ask('GET', apiPaths.adminStatus),

  'sign-in-outdated': ({ school }) =>
    school.visitor().ask('POST', apiPaths.session, { idToken: 'not.begun.here', iss: issuer }),
  'sign-in-refused': (scene) => exchange(scene, async () => 'not.a.token'),
  'sign-in-other-person': async (scene) => {
    const action = { kind: 'start-lesson', slug: scene.slug };
    const { body } = await scene.ada.ask('POST', apiPaths.stepUp, { action });
    const asBo = (nonce: string) => tokenFor(scene, 'bo', nonce);
    return exchange(scene, asBo, { visitor: scene.ada, stepUp: StepUp.parse(body).id });
  },
  'sign-in-not-fresh': (scene) =>
    exchange(scene, (nonce) =>
      scene.school.provider.sign({
        ...claimsAt(scene, nonce),
        auth_time: secondsNow(scene) - 3600,
      }),
    ),
  'sign-in-misconfigured': (scene) =>
    exchange(scene, (nonce) =>
      scene.school.provider.sign({ ...claimsAt(scene, nonce), aud: 'mail' }),
    ),
  'provider-unreachable': (scene) =>
    whenUserinfo(scene, async () => ({ ok: false, reason: 'unreachable' })),

  'room-not-found': ({ ada }) => ada.ask('GET', apiPaths.room('none')),
  'room-closed-to-visitors': async ({ school, ada, slug }) => {
    await ada.ask('PATCH', apiPaths.room(slug), { isClosedToVisitors: true });
    return (await school.signIn('bo')).ask('GET', apiPaths.room(slug));
  },
  'room-archived': async ({ ada, slug }) => {
    await ada.ask('PATCH', apiPaths.room(slug), { isArchived: true });
    return ada.ask('POST', apiPaths.lesson(slug), {});
  },
  'last-organizer': async ({ ada, slug }) =>
    ada.ask('DELETE', apiPaths.organizer(slug, await organizerOf(ada, slug))),
  'organizer-not-a-teacher': ({ ada, slug }) =>
    ada.ask('POST', apiPaths.organizers(slug), { ref: 'subject:finn' }),
  'class-unknown': ({ ada, slug }) =>
    ada.ask('PATCH', apiPaths.room(slug), { classes: { add: ['7\u0000a'] } }),
  'too-many-classes': ({ ada, slug }) =>
    ada.ask('PATCH', apiPaths.room(slug), {
      classes: { add: Array.from({ length: 50 }, (_, n) => `8${n}`) },
    }),

  'lesson-not-running': ({ ada, slug }) => ada.ask('POST', apiPaths.pass(slug), {}),
  'lesson-closed-to-newcomers': async ({ school, ada, slug }) => {
    await school.startLesson(ada, slug);
    await ada.ask('POST', apiPaths.lessonAction(slug, 'newcomers'), { closed: true });
    return (await school.signIn('finn')).ask('POST', apiPaths.pass(slug), {});
  },
  'removed-from-lesson': async ({ school, ada, slug }) => {
    await school.startLesson(ada, slug);
    const finn = await school.signIn('finn');
    const { personId } = await school.enter(finn, slug);
    await ada.ask('POST', apiPaths.lessonAction(slug, 'remove'), { personId });
    return finn.ask('POST', apiPaths.pass(slug), {});
  },
  'longest-reached': async ({ school, ada, slug }) => {
    await school.startLesson(ada, slug);
    const extend = () => ada.ask('POST', apiPaths.lessonAction(slug, 'extend'), {});
    // Four hours to begin with, and twelve at most.
    for (let extended = 0; extended < 8; extended += 1) await extend();
    return extend();
  },
  'person-not-in-lesson': async ({ school, ada, slug }) => {
    await school.startLesson(ada, slug);
    const personId = await organizerOf(ada, slug);
    return ada.ask('POST', apiPaths.lessonAction(slug, 'remove'), { personId });
  },
  'meeting-server-not-ready': ({ school, ada, slug }) => {
    school.meeting.setHealth({ isHealthy: false, cause: 'silent' });
    return ada.ask('POST', apiPaths.lesson(slug), {});
  },

  malformed: ({ ada }) => ada.ask('POST', apiPaths.rooms, { name: 7 }),
  'too-large': ({ ada }) => ada.ask('POST', apiPaths.rooms, { name: 'x'.repeat(70_000) }),
  'wrong-content-type': ({ school }) => post(school, { origin, 'content-type': 'text/plain' }),
  'foreign-origin': ({ school }) =>
    post(school, { origin: 'https://evil.example', 'content-type': 'application/json' }),
  'not-found': ({ ada }) => ada.ask('GET', '/homeroom/api/nothing'),
  'too-many-requests': async ({ school, ada, slug }) => {
    await school.startLesson(ada, slug);
    const ask = () => ada.ask('POST', apiPaths.pass(slug), {});
    for (let given = 1; given < 30; given += 1) await ask();
    return ask();
  },
  'demo-refuses-proxies': throughProxy,

  'storage-unavailable': async ({ school, ada }) => {
    await sql`pragma query_only = on`.execute(school.db);
    return ada.ask('POST', apiPaths.rooms, { name: 'Art' });
  },
  internal: (scene) => whenUserinfo(scene, () => Promise.reject(new Error('a fault of ours'))),
};

it.each(Object.entries(problemStatus))('%s is answered, with status %i', async (code, status) => {
  const school = await openSchool();
  const ada = await school.signIn('ada');
  const { slug } = await school.createRoom(ada, 'Maths', ['7a']);
  const provoke = new Map(Object.entries(refusals)).get(code);
  const answer = await provoke?.({ school, ada, slug });
  expect(answer?.status).toBe(status);
  expect(Problem.parse(answer?.body)).toMatchObject({ code, status });
  await school.close();
});

const secondsNow = ({ school }: Scene): number => Math.floor(school.now() / 1000);

const claimsAt = (scene: Scene, nonce: string) => ({
  iss: issuer,
  aud: clientId,
  sub: 'ada',
  nonce,
  iat: secondsNow(scene),
  exp: secondsNow(scene) + 300,
});

const tokenFor = (scene: Scene, login: 'ada' | 'bo', nonce: string): Promise<string> =>
  scene.school.provider.idToken(people[login], nonce, secondsNow(scene));

/** Begins a sign-in, and hands in whatever token is made for its nonce. */
async function exchange(
  { school }: Pick<Scene, 'school'>,
  token: (nonce: string) => Promise<string>,
  { visitor = school.visitor(), stepUp }: { visitor?: Visitor; stepUp?: string } = {},
): Promise<Answer> {
  const begun = await visitor.ask('POST', apiPaths.signIn, stepUp === undefined ? {} : { stepUp });
  const { nonce } = SignInStart.parse(begun.body);
  return visitor.ask('POST', apiPaths.session, { idToken: await token(nonce), iss: issuer });
}

/** Signs in at a provider whose userinfo answers so. */
async function whenUserinfo(
  scene: Scene,
  readPerson: School['provider']['readPerson'],
): Promise<Answer> {
  const school = await openSchool({ provider: { ...createTestProvider(), readPerson } });
  const answer = await exchange({ school }, (nonce) => tokenFor(scene, 'ada', nonce));
  await school.close();
  return answer;
}

async function organizerOf(ada: Visitor, slug: Slug): Promise<PersonId> {
  const { body } = await ada.ask('GET', apiPaths.room(slug));
  return PersonId.parse(RoomView.parse(body).organizers[0]?.id);
}

/** As no page of Homeroom's sends it. */
async function post({ app }: School, headers: Record<string, string>): Promise<Answered> {
  const address = new URL(apiPaths.rooms, origin);
  const response = await app.fetch(new Request(address, { method: 'POST', headers, body: '{}' }));
  return { status: response.status, body: await response.json() };
}

/** Over a real socket, where demo mode has its border. */
async function throughProxy({ school }: Scene): Promise<Answered> {
  const server = createServer();
  const { port } = await listenOn(server, '127.0.0.1', 0);
  const config = { ...configOf(), isDemo: true };
  attachRequestHandler(server, config, { app: school.app, identity: null, meeting: {} });
  const headers = { 'x-forwarded-for': '203.0.113.7' };
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers });
  const body: unknown = await response.json();
  server.close();
  return { status: response.status, body };
}
