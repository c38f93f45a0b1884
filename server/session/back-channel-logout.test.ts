/** Logout tokens: what is refused, and for which named reason; and what a good one ends. */
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { SignInStart } from '../contract/session.ts';
import { openSchool, type School } from '../testing/school.ts';
import { createReplayGuard, readLogoutToken } from './back-channel-logout.ts';

const issuer = 'https://school.example/homeroom/oidc';
const now = Date.UTC(2026, 10, 25, 8);
const { publicKey, privateKey } = await generateKeyPair('ES256');
const stranger = await generateKeyPair('ES256');
const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one' }] });
const event = { 'http://schemas.openid.net/event/backchannel-logout': {} };

const good = (): JWTPayload => ({
  iss: issuer,
  aud: 'homeroom',
  iat: now / 1000,
  exp: now / 1000 + 120,
  jti: 'one',
  sub: 'finn',
  sid: 'session',
  events: event,
});
const without = (claims: JWTPayload, ...names: string[]): JWTPayload =>
  Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)));
const sign = (claims: JWTPayload, key = privateKey) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'one', typ: 'logout+jwt' }).sign(key);
const expected = () => ({
  issuer,
  clientId: 'homeroom',
  keys,
  now,
  takeOnce: createReplayGuard(() => now),
});
const reasonFor = async (token: string) => {
  const read = await readLogoutToken(token, expected());
  return read.ok ? 'taken' : read.reason;
};

describe('a logout token', () => {
  it.each<[string, () => JWTPayload]>([
    ['in order', good],
    ['without an end', () => without(good(), 'exp')],
    ['of a session only', () => without(good(), 'sub')],
    ['of a subject only', () => without(good(), 'sid')],
    ['for several audiences', () => ({ ...good(), aud: ['homeroom', 'mail'] })],
  ])('%s is taken', async (_, claims) => {
    expect(await reasonFor(await sign(claims()))).toBe('taken');
  });

  it.each<[string, () => JWTPayload, string]>([
    ['of another issuer', () => ({ ...good(), iss: 'https://evil.example' }), 'claim'],
    ['for another client', () => ({ ...good(), aud: 'mail' }), 'claim'],
    ['whose end has passed', () => ({ ...good(), exp: now / 1000 - 31 }), 'outdated'],
    [
      'that is old and has no end',
      () => without({ ...good(), iat: now / 1000 - 301 }, 'exp'),
      'outdated',
    ],
    ['from the future', () => ({ ...good(), iat: now / 1000 + 31 }), 'outdated'],
    ['without a time', () => without(good(), 'iat'), 'claim'],
    ['without a jti', () => without(good(), 'jti'), 'claim'],
    ['that is an ID token', () => ({ ...good(), nonce: 'n' }), 'nonce'],
    ['without the event', () => without(good(), 'events'), 'event'],
    ['of another event', () => ({ ...good(), events: { other: {} } }), 'event'],
    ['of nobody', () => without(good(), 'sub', 'sid'), 'nobody'],
    ['of a number', () => ({ ...good(), sub: JSON.parse('7') }), 'nobody'],
    ['of a session that is no text', () => ({ ...good(), sid: 7 }), 'nobody'],
  ])('%s is refused', async (_, claims, reason) => {
    expect(await reasonFor(await sign(claims()))).toBe(reason);
  });

  it('signed by somebody else, by nobody, or that is none, is refused', async () => {
    expect(await reasonFor(await sign(good(), stranger.privateKey))).toBe('signature');
    const [, body = ''] = (await sign(good())).split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    expect(await reasonFor(`${none}.${body}.`)).toBe('signature');
    expect(await reasonFor('x')).toBe('malformed');
  });

  it('that cannot be verified since the keys are not to be had is not called a bad one', async () => {
    const unreachable = async () => {
      throw new Error('network');
    };
    const read = await readLogoutToken(await sign(good()), { ...expected(), keys: unreachable });
    expect(read).toEqual({ ok: false, reason: 'keys-unreachable' });
  });

  it('is used once', async () => {
    const together = expected();
    const token = await sign(good());
    expect((await readLogoutToken(token, together)).ok).toBe(true);
    expect(await readLogoutToken(token, together)).toEqual({ ok: false, reason: 'replayed' });
  });

  it.each<[string, () => JWTPayload]>([
    ['issued half a minute ahead of this clock', () => ({ ...good(), iat: now / 1000 + 30 })],
    [
      'issued five minutes ago, without an end',
      () => without({ ...good(), iat: now / 1000 - 300 }, 'exp'),
    ],
    ['issued long ago, whose end is to come', () => ({ ...good(), iat: now / 1000 - 3_000 })],
  ])('%s is still taken', async (_, claims) => {
    expect(await reasonFor(await sign(claims()))).toBe('taken');
  });

  it('says whom it means, and nothing where it does not', async () => {
    const meant = async (...left: string[]) =>
      readLogoutToken(await sign(without(good(), ...left)), expected());
    expect(await meant()).toEqual({ ok: true, subject: 'finn', sid: 'session' });
    expect(await meant('sub')).toEqual({ ok: true, subject: null, sid: 'session' });
    expect(await meant('sid')).toEqual({ ok: true, subject: 'finn', sid: null });
  });

  it('is remembered as long as it could be shown again', async () => {
    const until: number[] = [];
    const takeOnce = (_: string, end: number) => until.push(end) > 0;
    const read = async (claims: JWTPayload) =>
      readLogoutToken(await sign(claims), { ...expected(), takeOnce });
    await read(good());
    await read(without(good(), 'exp'));
    await read({ ...good(), exp: now / 1000 - 20 });
    expect(until).toEqual([now + 450_000, now + 330_000, now + 330_000]);
  });

  it('is forgotten after that, and not before', () => {
    let time = 0;
    const takeOnce = createReplayGuard(() => time);
    expect(takeOnce('one', 100)).toBe(true);
    time = 100;
    expect(takeOnce('one', 200)).toBe(false);
    time = 101;
    expect(takeOnce('one', 200)).toBe(true);
  });
});

describe('when the provider signs somebody out', () => {
  let school: School;
  beforeEach(async () => {
    school = await openSchool();
  });
  afterEach(() => school.close());

  const post = async (token: string) =>
    (
      await school.app.fetch(
        new Request(`https://school.example${apiPaths.backChannelLogout}`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ logout_token: token }),
        }),
      )
    ).status;
  const fresh = () => ({
    ...without(good(), 'sid'),
    iat: school.now() / 1000,
    exp: school.now() / 1000 + 60,
  });

  /** Signs in with the provider's own name of the session in the ID token. */
  async function signInAs(sub: string, sid: string) {
    const visitor = school.visitor();
    const begun = await visitor.ask('POST', apiPaths.signIn, {});
    const { nonce } = SignInStart.parse(begun.body);
    const person = { name: sub, groups: ['students', 'class-7a'], auth_time: school.now() / 1000 };
    const idToken = await school.provider.sign({ ...fresh(), ...person, sub, sid, nonce });
    const { status } = await visitor.ask('POST', apiPaths.session, { idToken, iss: issuer });
    expect(status).toBe(201);
    return visitor;
  }

  it('every session of that person ends, and nobody else’s', async () => {
    const [tablet, phone] = [await school.signIn('finn'), await school.signIn('finn')];
    const gul = await school.signIn('gul');
    expect(await post(await school.provider.sign(fresh()))).toBe(200);
    for (const device of [tablet, phone]) {
      expect((await device.ask('GET', apiPaths.session)).status).toBe(401);
    }
    expect((await gul.ask('GET', apiPaths.session)).status).toBe(200);
  });

  it('a session id ends that session, and no other of the same person', async () => {
    const [tablet, phone] = [await signInAs('finn', 'one'), await signInAs('finn', 'two')];
    expect(await post(await school.provider.sign({ ...fresh(), sid: 'one' }))).toBe(200);
    expect((await tablet.ask('GET', apiPaths.session)).status).toBe(401);
    expect((await phone.ask('GET', apiPaths.session)).status).toBe(200);
  });

  it('a session id that is not known (any more) ends nothing', async () => {
    const finn = await signInAs('finn', 'one');
    expect(await post(await school.provider.sign({ ...fresh(), sid: 'over' }))).toBe(200);
    expect((await finn.ask('GET', apiPaths.session)).status).toBe(200);
  });

  it('a session id under somebody else’s name ends nothing', async () => {
    const finn = await signInAs('finn', 'one');
    const token = await school.provider.sign({ ...fresh(), sub: 'gul', sid: 'one' });
    expect(await post(token)).toBe(200);
    expect((await finn.ask('GET', apiPaths.session)).status).toBe(200);
  });

  it('a session whose id was never told is meant by its person', async () => {
    const finn = await school.signIn('finn');
    expect(await post(await school.provider.sign({ ...fresh(), sid: 'one' }))).toBe(200);
    expect((await finn.ask('GET', apiPaths.session)).status).toBe(401);
  });

  it('leaves a line in the log, also when nobody was here any more', async () => {
    await signInAs('finn', 'one');
    const message = 'the OpenID provider signed somebody out';
    await post(await school.provider.sign({ ...fresh(), sid: 'one' }));
    await post(await school.provider.sign({ ...fresh(), jti: 'two', sid: 'one' }));
    expect(school.logged).toEqual([
      { fields: { sessions: 1, isOfOneSession: true }, message },
      { fields: { sessions: 0, isOfOneSession: true }, message },
    ]);
  });

  it('a token that is shown again ends nothing', async () => {
    const token = await school.provider.sign(fresh());
    await school.signIn('finn');
    expect(await post(token)).toBe(200);
    const again = await school.signIn('finn');
    expect(await post(token)).toBe(400);
    expect((await again.ask('GET', apiPaths.session)).status).toBe(200);
  });

  it.each(['', 'x', 'a.b.c'])('%j ends nothing', async (token) => {
    const finn = await school.signIn('finn');
    expect(await post(token)).toBe(400);
    expect((await finn.ask('GET', apiPaths.session)).status).toBe(200);
  });
});
