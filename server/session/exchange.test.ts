/**
 * ID tokens that are forged, altered, stale, replayed or swapped: each is refused
 * for the named reason, through the real exchange and a real database.
 */
import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../contract/change.ts';
import { createEncryption, hashOf } from '../crypto.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { ids } from '../contract/testing/ids.ts';
import { createEndSessions } from './end-session.ts';
import { createExchange } from './exchange.ts';
import type { Provider } from './provider.ts';
import { problemOf } from './refusal.ts';
import { createSessionStore, type SessionStore } from './sessions-store.ts';
import { createSessions } from './sessions.ts';
import { accessTokenHash } from './verify-id-token.ts';

const issuer = 'https://id.school.example';
const clientId = 'homeroom';
const start = Date.UTC(2026, 10, 25, 8);
const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
const stranger = await generateKeyPair('ES256');
const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one' }] });

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const settings = { idle: 2 * 3_600_000, sharedIdle: 600_000, maxDuration: 12 * 3_600_000 };
const roles = {
  teacherGroups: ['teachers'],
  studentGroups: ['students'],
  adminGroups: [],
  classPattern: /^class-(.+)$/,
};

let db: Database;
let now: number;
let published: Change[];

const provider: Provider = {
  issuer,
  clientId,
  scope: 'openid',
  keys,
  sendsIssuer: () => Promise.resolve(true),
  keepsSignIn: false,
  readPerson: async ({ name }, accessToken) =>
    accessToken === 'of somebody else'
      ? { ok: false, reason: 'subject-differs' }
      : { ok: true, name: String(name), groups: ['teachers'] },
  signOutUrl: () => null,
};

beforeEach(async () => {
  db = await openDatabase(':memory:');
  now = start;
  published = [];
});
afterEach(() => db.destroy());

function parts() {
  const store: SessionStore = {
    ...createSessionStore(db),
    inTransaction: (work) => db.transaction().execute((trx) => work(createSessionStore(trx))),
  };
  const clock = () => now;
  const publish = (change: Change) => void published.push(change);
  const encryption = createEncryption(randomBytes(32));
  const endSessions = createEndSessions({ store, publish, clock });
  return {
    sessions: createSessions({
      store,
      provider,
      settings,
      clock,
      redirectUri: `${issuer}/in`,
      endSessions,
    }),
    exchange: createExchange({
      store,
      provider,
      roles,
      maxDuration: settings.maxDuration,
      encryption,
      clock,
      log,
      publish,
      endSessions,
    }),
  };
}

/** Begins a sign-in in this browser and answers with its nonce. */
async function begin(browser = 'browser'): Promise<string> {
  const begun = await parts().sessions.begin(
    browser,
    { isShared: false, stepUp: undefined },
    undefined,
  );
  if (!begun.ok) throw new Error('not begun');
  return begun.start.nonce;
}

const seconds = () => Math.floor(now / 1000);

const claimsOf = (nonce: string): JWTPayload => ({
  iss: issuer,
  aud: clientId,
  sub: 'ada',
  name: 'Ada',
  nonce,
  iat: seconds(),
  exp: seconds() + 300,
  auth_time: seconds(),
});

const without = (claims: JWTPayload, name: string): JWTPayload =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));

const sign = (claims: JWTPayload, key = privateKey, kid = 'one') =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid }).sign(key);

const here = { browser: 'browser', session: undefined };

async function tryWith(
  idToken: string,
  more: { iss?: string | undefined; accessToken?: string } = {},
) {
  const { iss = issuer, ...rest } = more;
  const body = 'iss' in more && more.iss === undefined ? rest : { iss, ...rest };
  const exchanged = await parts().exchange({ idToken, ...body }, here);
  return exchanged.ok ? 'signed in' : exchanged.reason;
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('an ID token', () => {
  it('opens a session when everything is in order', async () => {
    expect(await tryWith(await sign(claimsOf(await begin())))).toBe('signed in');
  });

  it('of several audiences is taken when it names us as the authorized party', async () => {
    const claims = { ...claimsOf(await begin()), aud: [clientId, 'mail'], azp: clientId };
    expect(await tryWith(await sign(claims))).toBe('signed in');
  });

  const altered: Record<string, [(claims: JWTPayload) => JWTPayload, string]> = {
    'another issuer': [(claims) => ({ ...claims, iss: 'https://evil.example' }), 'issuer'],
    'an issuer with a slash more': [(claims) => ({ ...claims, iss: `${issuer}/` }), 'issuer'],
    'another audience': [(claims) => ({ ...claims, aud: 'mail' }), 'audience'],
    'several audiences and no azp': [
      (claims) => ({ ...claims, aud: [clientId, 'mail'] }),
      'authorized-party',
    ],
    'another authorized party': [(claims) => ({ ...claims, azp: 'mail' }), 'authorized-party'],
    'an end that has passed': [(claims) => ({ ...claims, exp: seconds() - 31 }), 'expired'],
    'no end': [(claims) => without(claims, 'exp'), 'claim-missing'],
    'an issue in the future': [(claims) => ({ ...claims, iat: seconds() + 31 }), 'not-yet-valid'],
    'no time of issue': [(claims) => without(claims, 'iat'), 'claim-missing'],
    'a sign-in in the future': [
      (claims) => ({ ...claims, auth_time: seconds() + 31 }),
      'not-yet-valid',
    ],
    'a sign-in at no number': [(claims) => ({ ...claims, auth_time: 'now' }), 'not-yet-valid'],
    'not yet valid': [(claims) => ({ ...claims, nbf: seconds() + 31 }), 'not-yet-valid'],
    'no subject': [(claims) => without(claims, 'sub'), 'claim-missing'],
    'an empty subject': [(claims) => ({ ...claims, sub: '' }), 'subject'],
    'no nonce': [(claims) => without(claims, 'nonce'), 'claim-missing'],
    'a nonce that nobody issued': [(claims) => ({ ...claims, nonce: 'made up' }), 'nonce-unknown'],
    'a subject that is a number': [(claims) => ({ ...claims, sub: JSON.parse('7') }), 'subject'],
    'a subject that is too long': [(claims) => ({ ...claims, sub: 'x'.repeat(256) }), 'subject'],
    'a subject of other signs': [(claims) => ({ ...claims, sub: 'ada\u202e' }), 'subject'],
    'a sign-in of an hour ago': [
      (claims) => ({ ...claims, auth_time: seconds() - 3600 }),
      'sign-in-not-fresh',
    ],
    'a sign-in just before it was asked for': [
      (claims) => ({ ...claims, auth_time: seconds() - 31 }),
      'sign-in-not-fresh',
    ],
    'a sign-in at the beginning of time': [
      (claims) => ({ ...claims, auth_time: 0 }),
      'sign-in-not-fresh',
    ],
    'a time of issue before it was asked for': [
      (claims) => ({ ...claims, iat: seconds() - 31, auth_time: seconds() - 31 }),
      'clocks-differ',
    ],
    'an end that has passed by a clock that is behind': [
      (claims) => ({ ...claims, iat: seconds() - 3600, exp: seconds() - 3300 }),
      'clocks-differ',
    ],
  };
  it.each(Object.entries(altered))('with %s is refused', async (_, [alter, reason]) => {
    expect(await tryWith(await sign(alter(claimsOf(await begin()))))).toBe(reason);
  });

  it('without a signature is refused', async () => {
    const claims = claimsOf(await begin());
    const none = `${encoded({ alg: 'none', kid: 'one' })}.${encoded(claims)}.`;
    expect(await tryWith(none)).toBe('algorithm');
  });

  it('signed with our public key as a shared secret is refused', async () => {
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(publicKey)));
    const forged = await new SignJWT(claimsOf(await begin()))
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .sign(secret);
    expect(await tryWith(forged)).toBe('algorithm');
  });

  it('signed by somebody else is refused', async () => {
    expect(await tryWith(await sign(claimsOf(await begin()), stranger.privateKey))).toBe(
      'signature',
    );
  });

  it('signed with a key that the issuer does not have is refused', async () => {
    expect(await tryWith(await sign(claimsOf(await begin()), stranger.privateKey, 'two'))).toBe(
      'key-unknown',
    );
  });

  it('that carries its own key is judged by the issuer’s', async () => {
    const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const header = encoded({
      alg: 'ES256',
      kid: 'one',
      jwk: own.publicKey.export({ format: 'jwk' }),
    });
    const body = `${header}.${encoded(claimsOf(await begin()))}`;
    const signature = createSign('sha256')
      .update(body)
      .sign({ key: own.privateKey, dsaEncoding: 'ieee-p1363' });
    expect(await tryWith(`${body}.${signature.toString('base64url')}`)).toBe('signature');
  });

  it('whose name was altered afterwards is refused', async () => {
    const [header, body = '', signature] = (await sign(claimsOf(await begin()))).split('.');
    const claims: JWTPayload = JSON.parse(Buffer.from(body, 'base64url').toString());
    const forged = `${header}.${encoded({ ...claims, sub: 'principal' })}.${signature}`;
    expect(await tryWith(forged)).toBe('signature');
  });

  it.each(['', 'x', 'a.b.c', '..', 'ey.ey.ey'])('that is none (%j) is refused', async (token) => {
    await begin();
    expect(await tryWith(token)).toBe('malformed');
  });

  it('with the hash of another access token is refused', async () => {
    const claims = { ...claimsOf(await begin()), at_hash: accessTokenHash('mine', 'ES256') };
    expect(await tryWith(await sign(claims), { accessToken: 'stolen' })).toBe('access-token-hash');
    expect(await tryWith(await sign(claims), { accessToken: 'mine' })).toBe('signed in');
  });

  it("with somebody else's userinfo is refused", async () => {
    const token = await sign(claimsOf(await begin()));
    expect(await tryWith(token, { accessToken: 'of somebody else' })).toBe('userinfo-subject');
  });

  it('that came by another provider’s callback, or by none, is refused', async () => {
    const token = await sign(claimsOf(await begin()));
    expect(await tryWith(token, { iss: 'https://evil.example' })).toBe('callback-issuer');
    expect(await tryWith(token, { iss: undefined })).toBe('callback-issuer');
  });
});

describe('a nonce', () => {
  it('opens one session, once', async () => {
    const token = await sign(claimsOf(await begin()));
    expect(await tryWith(token)).toBe('signed in');
    expect(await tryWith(token)).toBe('nonce-unknown');
  });

  it('opens one session when its token comes twice at once', async () => {
    const token = await sign(claimsOf(await begin()));
    const outcomes = await Promise.all([tryWith(token), tryWith(token), tryWith(token)]);
    expect(outcomes.toSorted()).toEqual(['nonce-unknown', 'nonce-unknown', 'signed in']);
  });

  it('is not revived by the second signature that ECDSA allows for the same token', async () => {
    const token = await sign(claimsOf(await begin()));
    const twin = withOtherSignature(token);
    expect(twin).not.toBe(token);
    expect(await tryWith(token)).toBe('signed in');
    expect(await tryWith(twin)).toBe('nonce-unknown');
  });

  it('that the twin of a token used first is used for the token too', async () => {
    const token = await sign(claimsOf(await begin()));
    expect(await tryWith(withOtherSignature(token))).toBe('signed in');
    expect(await tryWith(token)).toBe('nonce-unknown');
  });

  it('of another browser opens nothing: a stolen token, or a sign-in forced on somebody', async () => {
    const token = await sign(claimsOf(await begin('the attacker’s')));
    expect(await tryWith(token)).toBe('nonce-of-another-browser');
    // And it is used up: the thief's own browser has nothing of it either.
    const thief = { browser: 'the attacker’s', session: undefined };
    const exchanged = await parts().exchange({ idToken: token, iss: issuer }, thief);
    expect(exchanged).toEqual({ ok: false, reason: 'nonce-unknown' });
  });

  it('needs the browser that asked for it', async () => {
    const token = await sign(claimsOf(await begin()));
    const exchanged = await parts().exchange(
      { idToken: token, iss: issuer },
      { browser: undefined, session: undefined },
    );
    expect(exchanged).toEqual({ ok: false, reason: 'browser-unknown' });
  });

  it('is outdated after ten minutes', async () => {
    const nonce = await begin();
    now += 600_000;
    expect(await tryWith(await sign(claimsOf(nonce)))).toBe('nonce-outdated');
  });

  it('of one tab outlives the sign-in of another', async () => {
    const [first, second] = [await begin(), await begin()];
    expect(await tryWith(await sign(claimsOf(second)))).toBe('signed in');
    expect(await tryWith(await sign(claimsOf(first)))).toBe('signed in');
  });
});

describe('the session that an exchange opens', () => {
  it('has an identifier that nobody can have known before, and only its hash is stored', async () => {
    const exchanged = await parts().exchange(
      { idToken: await sign(claimsOf(await begin())), iss: issuer },
      { browser: 'browser', session: 'planted by somebody else' },
    );
    if (!exchanged.ok) throw new Error(exchanged.reason);
    expect(exchanged.cookie).not.toBe('planted by somebody else');
    const rows = await db.selectFrom('session').selectAll().execute();
    expect(rows.map(({ idHash }) => idHash)).toEqual([hashOf(exchanged.cookie)]);
    expect(JSON.stringify(rows)).not.toContain(exchanged.cookie);
  });

  it('is told to nobody when it cannot be written', async () => {
    const token = await sign(claimsOf(await begin()));
    await db.schema.alterTable('session').renameTo('away').execute();
    await expect(tryWith(token)).rejects.toThrow('session');
    expect(published).toEqual([]);
  });

  it('replaces the one that stood in this browser', async () => {
    const first = await signIn();
    const second = await signIn(first);
    expect((await parts().sessions.authenticate(first)).kind).toBe('expired');
    expect((await parts().sessions.authenticate(second)).kind).toBe('person');
    expect(published).toContainEqual(
      expect.objectContaining({ kind: 'session-ended', why: 'signed-out' }),
    );
  });

  it('ends twelve hours after the password was typed, whenever the token came', async () => {
    const claims = claimsOf(await begin());
    now += 240_000;
    const exchanged = await parts().exchange({ idToken: await sign(claims), iss: issuer }, here);
    if (!exchanged.ok) throw new Error(exchanged.reason);
    const session = await parts().sessions.current(exchanged.cookie);
    expect(session?.endsAt).toBe(start + 12 * 3_600_000);
  });

  it('keeps the ID token in no readable form', async () => {
    const token = await sign(claimsOf(await begin()));
    await tryWith(token);
    const rows = await db.selectFrom('session').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token.split('.')[1]);
  });
});

describe('a name', () => {
  it.each([
    ['Ada \u202erelda', 'Ada relda'],
    [`Ada ${'x'.repeat(5_000)}`, `Ada ${'x'.repeat(95)}…`],
    ['\u202e', '?'],
  ])('%j is stored as people may read it', async (name, stored) => {
    expect(await tryWith(await sign({ ...claimsOf(await begin()), name }))).toBe('signed in');
    const rows = await db.selectFrom('person').select('name').execute();
    expect(rows).toEqual([{ name: stored }]);
  });
});

describe('a step-up', () => {
  const action = { kind: 'start-lesson', slug: ids.slug('maths') } as const;

  async function ask(cookie: string) {
    const auth = await parts().sessions.authenticate(cookie);
    if (auth.kind !== 'person') throw new Error('not signed in');
    return { id: await parts().sessions.askStepUp(auth.actor, action), actor: auth.actor };
  }

  async function comeBack(cookie: string, stepUp: string, claims: JWTPayload = {}) {
    const begun = await parts().sessions.begin('browser', { isShared: false, stepUp }, cookie);
    if (!begun.ok) return 'not begun';
    const idToken = await sign({ ...claimsOf(begun.start.nonce), ...claims });
    const exchanged = await parts().exchange(
      { idToken, iss: issuer },
      { browser: 'browser', session: cookie },
    );
    return exchanged.ok ? exchanged : exchanged.reason;
  }

  it('is met by the same person with a fresh sign-in, and used once', async () => {
    const cookie = await signIn();
    now += 60_000;
    const { id } = await ask(cookie);
    const met = await comeBack(cookie, id);
    if (typeof met === 'string') throw new Error(met);
    expect(met.action).toEqual(action);
    expect(met.cookie).not.toBe(cookie);
    const auth = await parts().sessions.authenticate(met.cookie);
    if (auth.kind !== 'person') throw new Error('not signed in');
    const stepUp = await parts().sessions.stepUpFor(auth.actor, action);
    expect(await stepUp?.use()).toBe(true);
    expect(await stepUp?.use()).toBe(false);
    expect(await parts().sessions.stepUpFor(auth.actor, action)).toBeNull();
  });

  it('serves no other action', async () => {
    const cookie = await signIn();
    const { id } = await ask(cookie);
    const met = await comeBack(cookie, id);
    if (typeof met === 'string') throw new Error(met);
    const auth = await parts().sessions.authenticate(met.cookie);
    if (auth.kind !== 'person') throw new Error('not signed in');
    const other = { ...action, slug: ids.slug('physics') };
    expect(await parts().sessions.stepUpFor(auth.actor, other)).toBeNull();
  });

  it.each([
    ['somebody else signed in', { sub: 'bo' }, 'step-up-other-person'],
    ['the sign-in is older than the question', { auth_time: start / 1000 }, 'sign-in-not-fresh'],
    ['the provider does not say when', { auth_time: undefined }, 'step-up-without-auth-time'],
  ])('is not met when %s, and the old session stands', async (_, claims, reason) => {
    const cookie = await signIn();
    now += 60_000;
    const { id } = await ask(cookie);
    expect(await comeBack(cookie, id, claims)).toBe(reason);
    expect((await parts().sessions.authenticate(cookie)).kind).toBe('person');
  });

  it('is met by a sign-in up to thirty seconds before the question: clocks differ', async () => {
    const cookie = await signIn();
    now += 60_000;
    const { id } = await ask(cookie);
    expect(await comeBack(cookie, id, { auth_time: seconds() - 30 })).toMatchObject({ ok: true });
  });

  it('of another session cannot be begun', async () => {
    const mine = await signIn();
    const { id } = await ask(mine);
    const theirs = await signIn(undefined, 'bo');
    expect(await comeBack(theirs, id)).toBe('not begun');
  });
});

describe('what the log is told', () => {
  const causeOf = async (alter: (claims: JWTPayload) => JWTPayload) => {
    const idToken = await sign(alter(claimsOf(await begin())));
    const exchanged = await parts().exchange({ idToken, iss: issuer }, here);
    return exchanged.ok ? 'signed in' : exchanged.cause;
  };

  it.each<[string, (claims: JWTPayload) => JWTPayload, RegExp]>([
    [
      'another client',
      (claims) => ({ ...claims, aud: 'mail' }),
      /for "mail": HOMEROOM_OIDC_CLIENT_ID says "homeroom"/,
    ],
    [
      'another issuer',
      (claims) => ({ ...claims, iss: `${issuer}/` }),
      /of "https:.*\/": HOMEROOM_OIDC_ISSUER says "https:.*"/,
    ],
    [
      'a clock that is ahead',
      (claims) => ({ ...claims, iat: seconds() + 95, auth_time: seconds() + 90 }),
      /clock is ahead by 95 s/,
    ],
    [
      'a clock that is behind',
      (claims) => ({ ...claims, iat: seconds() - 95, auth_time: seconds() - 95 }),
      /clock is behind by 95 s/,
    ],
    [
      'a clock an hour behind',
      (claims) => ({ ...claims, iat: seconds() - 3600, exp: seconds() - 3300 }),
      /clock is behind by 3600 s/,
    ],
    ['a numeric subject', (claims) => ({ ...claims, sub: JSON.parse('7') }), /sub is 7/],
  ])('of %s is what was found and what was expected', async (_, alter, cause) => {
    expect(await causeOf(alter)).toMatch(cause);
  });
});

describe('a sign-in that was begun before somebody else’s', () => {
  it('leads nowhere after that one has signed out in this browser', async () => {
    // A tab is left waiting at the provider; then a teacher signs in and out here.
    const waiting = await begin();
    now += 60_000;
    await signIn();
    const { sessions } = parts();
    await sessions.forgetSignIns('browser');
    // The provider still knows the teacher, and answers the waiting tab with that.
    expect(await tryWith(await sign(claimsOf(waiting)))).toBe('nonce-unknown');
  });
});

describe('what the browser is told', () => {
  it.each([
    ['signature', 'sign-in-refused'],
    ['nonce-of-another-browser', 'sign-in-outdated'],
    ['keys-unreachable', 'provider-unreachable'],
    ['step-up-other-person', 'sign-in-other-person'],
    ['sign-in-not-fresh', 'sign-in-not-fresh'],
    ['step-up-not-fresh', 'sign-in-not-fresh'],
    ['audience', 'sign-in-misconfigured'],
    ['clocks-differ', 'sign-in-misconfigured'],
    ['step-up-without-auth-time', 'sign-in-misconfigured'],
  ] as const)('of %s is %s', (reason, code) => {
    expect(problemOf(reason)).toBe(code);
  });
});

async function signIn(before?: string, sub = 'ada'): Promise<string> {
  const idToken = await sign({ ...claimsOf(await begin()), sub });
  const exchanged = await parts().exchange(
    { idToken, iss: issuer },
    { browser: 'browser', session: before },
  );
  if (!exchanged.ok) throw new Error(exchanged.reason);
  return exchanged.cookie;
}

/** The order of P-256's group: with (r, s) also (r, n − s) is a valid signature. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function withOtherSignature(token: string): string {
  const [header, body, signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const s = BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const other = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex');
  return `${header}.${body}.${Buffer.concat([bytes.subarray(0, 32), other]).toString('base64url')}`;
}
