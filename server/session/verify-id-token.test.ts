/** The checks of an ID token alone; what an exchange makes of them is in exchange.test.ts. */
import { createHash } from 'node:crypto';
import {
  CompactSign,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { describe, expect, it } from 'vitest';
import { accessTokenHash, type Expected, verifyIdToken } from './verify-id-token.ts';

const now = Date.UTC(2026, 10, 25, 8);
const seconds = now / 1000;
const [mine, other] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')];
const keysOf = async (...pairs: (typeof mine)[]) =>
  createLocalJWKSet({
    keys: await Promise.all(pairs.map(({ publicKey }) => exportJWK(publicKey))),
  });

const expected: Expected = {
  issuer: 'https://id.school.example',
  clientId: 'homeroom',
  keys: await keysOf(mine),
  now,
};

const good = {
  iss: expected.issuer,
  aud: expected.clientId,
  sub: 'ada',
  nonce: 'nonce',
  iat: seconds,
  exp: seconds + 300,
  auth_time: seconds,
};

const sign = (claims: JWTPayload, header: Partial<JWTHeaderParameters> = {}) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', ...header })
    .sign(mine.privateKey, { crit: { grade: false } });

const verify = async (claims: object, more: Partial<Expected> = {}) =>
  verifyIdToken(await sign({ ...claims }), { ...expected, ...more });

const reasonOf = async (claims: object, more: Partial<Expected> = {}) => {
  const verified = await verify(claims, more);
  return verified.ok ? 'taken' : verified.reason;
};

const without = (name: keyof typeof good) =>
  Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));

describe('an ID token', () => {
  it('is taken with what it says', async () => {
    expect(await verify(good)).toEqual({ ok: true, claims: good });
  });

  it.each([
    ['issued half a minute ahead', { iat: seconds + 30, auth_time: seconds + 30 }],
    ['with the hash of an access token that did not come along', { at_hash: 'of another' }],
    ['without a time of sign-in', { auth_time: undefined }],
  ])('%s is taken', async (_, changes) => {
    expect(await reasonOf({ ...good, ...changes })).toBe('taken');
  });

  it.each([
    ['no issuer', without('iss'), 'issuer'],
    ['no audience', without('aud'), 'audience'],
    ['a nonce that is a number', { ...good, nonce: 7 }, 'claim-missing'],
    ['an empty nonce', { ...good, nonce: '' }, 'claim-missing'],
    ['a time of issue that is a word', { ...good, iat: 'now' }, 'not-yet-valid'],
    ['an end that is a word', { ...good, exp: 'soon' }, 'claim-missing'],
    ['a time of sign-in in a string', { ...good, auth_time: '5' }, 'not-yet-valid'],
  ])('with %s is refused', async (_, claims, reason) => {
    expect(await reasonOf(claims)).toBe(reason);
  });

  it('with a sign-in before all time is refused', async () => {
    const text = JSON.stringify(good).replace(/"auth_time":\d+/, '"auth_time":-1e999');
    const token = await new CompactSign(new TextEncoder().encode(text))
      .setProtectedHeader({ alg: 'ES256' })
      .sign(mine.privateKey);
    expect(await verifyIdToken(token, expected)).toMatchObject({ reason: 'not-yet-valid' });
  });

  it('that names no key, where several could be meant, is refused', async () => {
    const keys = await keysOf(mine, other);
    expect(await reasonOf(good, { keys })).toBe('key-unknown');
  });

  it('that insists on an extension which nobody knows is refused', async () => {
    const token = await sign(good, { crit: ['grade'], grade: 7 });
    expect(await verifyIdToken(token, expected)).toMatchObject({ reason: 'algorithm' });
  });

  it('is not judged while the keys cannot be had', async () => {
    const keys = () => Promise.reject(new Error('connect ECONNREFUSED'));
    expect(await reasonOf(good, { keys })).toBe('keys-unreachable');
  });

  it('that is refused hands on what the issuer has signed, and nothing that it has not', async () => {
    const late = { ...good, exp: seconds - 31 };
    expect(await verify(late)).toMatchObject({ reason: 'expired', signed: late });
    expect(await verifyIdToken('none', expected)).toStrictEqual({
      ok: false,
      reason: 'malformed',
      cause: 'Invalid Compact JWS',
    });
    const swapped = { ...good, at_hash: accessTokenHash('mine', 'ES256') };
    expect(await verify(swapped, { accessToken: 'stolen' })).toStrictEqual({
      ok: false,
      reason: 'access-token-hash',
      signed: swapped,
    });
    expect(await verify(good, { keys: await keysOf(other) })).not.toHaveProperty('signed');
  });
});

describe('the hash of an access token', () => {
  it.each([
    ['RS256', 'sha256', 16],
    ['ES384', 'sha384', 24],
    ['PS512', 'sha512', 32],
    ['EdDSA', 'sha512', 32],
    ['Ed25519', 'sha512', 32],
  ])('is, for %s, the left half of its %s', (algorithm, hash, half) => {
    const whole = createHash(hash).update('access').digest();
    expect(accessTokenHash('access', algorithm)).toBe(
      whole.subarray(0, half).toString('base64url'),
    );
  });
});
