/** What a session means, as routes and the stream ask: who it is now, how it goes on, when it is over. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionRef } from '../contract/ids.ts';
import type { StepUpAction } from '../contract/session.ts';
import { ids } from '../contract/testing/ids.ts';
import { hashOf } from '../crypto.ts';
import type { Actor } from '../http/auth.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { createTestProvider } from '../testing/test-provider.ts';
import { createEndSessions } from './end-session.ts';
import { lingering } from './expiry.ts';
import type { Person } from './people-store.ts';
import { createSessions, meOf } from './sessions.ts';
import { createSessionStore, type SessionStore } from './sessions-store.ts';

const minute = 60_000;
const hour = 60 * minute;
const idle = 2 * hour;
const settings = { idle, sharedIdle: 2 * minute, maxDuration: 12 * hour };
const start = Date.UTC(2026, 10, 26, 8);

let db: Database;
let store: SessionStore;
let sessions: ReturnType<typeof createSessions>;
let ada: Person;
let now: number;
/** Sessions of which it was written down that somebody is there, when. */
let touched: number[];

beforeEach(async () => {
  db = await openDatabase(':memory:');
  now = start;
  touched = [];
  const clock = () => now;
  const sql = createSessionStore(db);
  store = {
    ...sql,
    inTransaction: (work) => work(sql),
    async touch(ref, activeAt) {
      touched.push(activeAt);
      await sql.touch(ref, activeAt);
    },
  };
  sessions = createSessions({
    store,
    provider: createTestProvider(),
    settings,
    clock,
    redirectUri: 'https://school.example/homeroom/signed-in',
    endSessions: createEndSessions({ store, publish: () => undefined, clock }),
  });
  const seen = {
    issuer: 'i',
    subject: 'ada',
    name: 'Ada',
    role: 'teacher',
    isAdmin: false,
  } as const;
  ada = await store.rememberPerson({ ...seen, classes: [], groupsSeen: [] }, start);
});
afterEach(() => db.destroy());

/** @returns its name that outlives the cookie */
async function open(cookie: string, isShared = false): Promise<SessionRef> {
  return store.addSession({
    idHash: hashOf(cookie),
    personId: ada.id,
    startedAt: now,
    authTime: now,
    endsAt: now + settings.maxDuration,
    isShared,
    idToken: 'encrypted',
    providerSid: null,
    refreshToken: null,
  });
}

async function actorOf(cookie: string): Promise<Actor> {
  const auth = await sessions.authenticate(cookie);
  if (auth.kind !== 'person') throw new Error(auth.kind);
  return auth.actor;
}

describe('a request', () => {
  it('is of nobody without a cookie, and of an ended session with one that opens none', async () => {
    await open('her cookie');
    expect(await sessions.authenticate(undefined)).toEqual({ kind: 'nobody' });
    expect(await sessions.authenticate('')).toEqual({ kind: 'nobody' });
    expect(await sessions.authenticate('made up')).toEqual({ kind: 'expired' });
    expect(await actorOf('her cookie')).toMatchObject({ personId: ada.id, name: 'Ada' });
  });
});

describe('a stream that is open', () => {
  it('belongs to its person until the session has ended, and to nobody then', async () => {
    const ref = await open('her cookie');
    expect(await sessions.viewerNow(ref)).toMatchObject({ personId: ada.id, lingering: null });
    expect(await sessions.sessionNow(ref)).toMatchObject({
      person: { id: ada.id },
      idleEndsAt: start + idle,
      endsAt: start + settings.maxDuration,
      shared: false,
    });
    now += idle;
    expect(await sessions.viewerNow(ref)).toBeNull();
    expect(await sessions.sessionNow(ref)).toBeNull();
  });

  it('of a session that is no more stands for nobody', async () => {
    expect(await sessions.viewerNow(ids.session('gone'))).toBeNull();
    expect(await sessions.sessionNow(ids.session('gone'))).toBeNull();
  });

  it('goes on for the one room where its person waits', async () => {
    const ref = await open('her cookie');
    await sessions.attend(await actorOf('her cookie'), ids.slug('maths'));
    now += idle;
    expect(await sessions.viewerNow(ref)).toMatchObject({
      lingering: { slug: 'maths', lastPassUsed: false },
    });
    expect(await sessions.useLastPass(await actorOf('her cookie'))).toBe(true);
    expect(await sessions.useLastPass(await actorOf('her cookie'))).toBe(false);
    expect(await sessions.viewerNow(ref)).toMatchObject({ lingering: { lastPassUsed: true } });
  });
});

describe('somebody who does something', () => {
  it('puts the idle limit off, and that is written down once a minute', async () => {
    await open('her cookie');
    now += minute - 1;
    expect(await sessions.stay('her cookie')).toMatchObject({ idleEndsAt: start + idle });
    now += 1;
    expect(await sessions.stay('her cookie')).toMatchObject({ idleEndsAt: now + idle });
    expect(touched).toEqual([start + minute]);
    expect(await sessions.current('her cookie')).toMatchObject({ idleEndsAt: now + idle });
  });

  it('has it written down more often where the limit is short', async () => {
    await open('her cookie', true);
    now += 30_000 - 1;
    await sessions.stay('her cookie');
    expect(touched).toEqual([]);
    now += 1;
    await sessions.stay('her cookie');
    expect(touched).toEqual([start + 30_000]);
  });

  it('comes too late once the limit has passed, and wakes nothing', async () => {
    await open('her cookie');
    await sessions.attend(await actorOf('her cookie'), ids.slug('maths'));
    now += idle;
    expect(await sessions.stay('her cookie')).toBeNull();
    expect(await sessions.current('her cookie')).toBeNull();
    expect(touched).toEqual([]);
  });

  it('without a session is nobody', async () => {
    expect(await sessions.stay(undefined)).toBeNull();
    expect(await sessions.stay('made up')).toBeNull();
    expect(await sessions.current('made up')).toBeNull();
  });
});

describe('a sign-in that begins', () => {
  it('is bound to its browser, for ten minutes, and to nothing else', async () => {
    const begun = await sessions.begin(
      'browser',
      { isShared: false, stepUp: undefined },
      undefined,
    );
    const nonce = begun.ok ? begun.start.nonce : '';
    expect(await store.takeSignIn(hashOf(nonce))).toEqual({
      nonceHash: hashOf(nonce),
      browserHash: hashOf('browser'),
      askedAt: start,
      expiresAt: start + 10 * minute,
      isShared: false,
      stepUpId: null,
    });
  });

  it('for a step-up leaves a shared computer shared, whatever the page says', async () => {
    await open('her cookie', true);
    const stepUp = await sessions.askStepUp(await actorOf('her cookie'), startIn('maths'));
    const begun = await sessions.begin('browser', { isShared: false, stepUp }, 'her cookie');
    const nonce = begun.ok ? begun.start.nonce : '';
    expect(await store.takeSignIn(hashOf(nonce))).toMatchObject({
      isShared: true,
      stepUpId: stepUp,
    });
  });

  it('for a step-up that does not exist, or belongs to another session, is not begun', async () => {
    await open('her cookie');
    const stepUp = await sessions.askStepUp(await actorOf('her cookie'), startIn('maths'));
    await open('another');
    const begin = (id: string, cookie: string | undefined) =>
      sessions.begin('browser', { isShared: false, stepUp: id }, cookie);
    expect(await begin(stepUp, 'another')).toEqual({ ok: false });
    expect(await begin(stepUp, undefined)).toEqual({ ok: false });
    expect(await begin('made up', 'her cookie')).toEqual({ ok: false });
    expect(await begin('made up', undefined)).toEqual({ ok: false });
    expect(await begin(stepUp, 'her cookie')).toMatchObject({ ok: true });
  });

  it('asks a provider that keeps people signed in to ask them again', async () => {
    const begin = async (keepsSignIn: boolean) => {
      const provider = { ...createTestProvider(), keepsSignIn };
      const endSessions = createEndSessions({ store, publish: () => undefined, clock: () => now });
      const at = { store, provider, settings, clock: () => now, redirectUri: '', endSessions };
      const asked = { isShared: false, stepUp: undefined };
      const begun = await createSessions(at).begin('browser', asked, undefined);
      return begun.ok ? begun.start : {};
    };
    expect(await begin(true)).toMatchObject({ prompt: 'login', maxAge: 30 });
    expect(await begin(false)).not.toHaveProperty('prompt');
    expect(await begin(false)).not.toHaveProperty('maxAge');
  });

  it('ends only in its own browser, when that one forgets it', async () => {
    const asked = { isShared: false, stepUp: undefined };
    const nonceIn = async (browser: string) => {
      const begun = await sessions.begin(browser, asked, undefined);
      return hashOf(begun.ok ? begun.start.nonce : '');
    };
    const [here, there] = [await nonceIn('here'), await nonceIn('there')];
    await sessions.forgetSignIns(undefined);
    await sessions.forgetSignIns('here');
    expect(await store.takeSignIn(here)).toBeNull();
    expect(await store.takeSignIn(there)).not.toBeNull();
  });
});

const startIn = (slug: string): StepUpAction => ({ kind: 'start-lesson', slug: ids.slug(slug) });

describe('a step-up that was met', () => {
  it('is found for its own person, session and action only, and is used up once', async () => {
    const ref = await open('her cookie');
    const actor = await actorOf('her cookie');
    await store.meetStepUp(await sessions.askStepUp(actor, startIn('maths')), now, ref);
    expect(await sessions.stepUpFor(actor, startIn('art'))).toBeNull();
    expect(
      await sessions.stepUpFor({ ...actor, personId: ids.person('bo') }, startIn('maths')),
    ).toBeNull();
    expect(
      await sessions.stepUpFor({ ...actor, sessionRef: ids.session('x') }, startIn('maths')),
    ).toBeNull();
    const stepUp = await sessions.stepUpFor(actor, startIn('maths'));
    expect([await stepUp?.use(), await stepUp?.use()]).toEqual([true, false]);
  });

  it('is not found before it is met', async () => {
    await open('her cookie');
    const actor = await actorOf('her cookie');
    await sessions.askStepUp(actor, startIn('maths'));
    expect(await sessions.stepUpFor(actor, startIn('maths'))).toBeNull();
  });
});

describe('the end', () => {
  it('gives the ID token for the provider’s own sign-out, once', async () => {
    await open('her cookie');
    expect(await sessions.end('her cookie', 'signed-out')).toBe('encrypted');
    expect(await sessions.end('her cookie', 'signed-out')).toBeNull();
    expect(await sessions.end(undefined, 'signed-out')).toBeNull();
    expect(await sessions.authenticate('her cookie')).toEqual({ kind: 'expired' });
  });

  it('is swept away once nobody can linger in it any more', async () => {
    const ref = await open('her cookie');
    now = start + idle + lingering;
    await sessions.sweep();
    expect(await store.findByRef(ref)).not.toBeNull();
    now += 1;
    await sessions.sweep();
    expect(await store.findByRef(ref)).toBeNull();
  });
});

describe('who somebody is', () => {
  const person = {
    id: ids.person('p'),
    issuer: 'i',
    subject: 's',
    name: 'P',
    groupsSeen: ['kitchen'],
  };

  it.each([
    ['no role', { role: null, isAdmin: false, classes: [] }],
    ['no role and a class', { role: null, isAdmin: false, classes: ['7a'] }],
    ['a student of no class', { role: 'student', isAdmin: false, classes: [] }],
    ['a student of no class who administers', { role: 'student', isAdmin: true, classes: [] }],
  ] as const)('%s is shown the groups from which nothing follows', (_, known) => {
    expect(meOf({ ...person, ...known, classes: [...known.classes] })).toEqual({
      id: 'p',
      name: 'P',
      groupsSeen: ['kitchen'],
      ...known,
    });
  });

  it.each([
    ['a teacher', { role: 'teacher', isAdmin: false, classes: [] }],
    ['a student of a class', { role: 'student', isAdmin: false, classes: ['7a'] }],
    ['an administrator', { role: null, isAdmin: true, classes: [] }],
  ] as const)('%s is not', (_, known) => {
    expect(meOf({ ...person, ...known, classes: [...known.classes] })).toEqual({
      id: 'p',
      name: 'P',
      ...known,
    });
  });
});
