import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { createDeviceCookies, newBrowsersRate } from './device-cookie.ts';

const cookies = createDeviceCookies({
  keys: ['k'.repeat(32)],
  isHttps: true,
  clock: Date.now,
});

function requestWith(cookie: string): IncomingMessage {
  const req = new IncomingMessage(new Socket());
  req.headers.cookie = cookie;
  return req;
}

const pairOf = (setCookie: string | null) => setCookie?.split(';')[0] ?? '';
const none = requestWith('');

it('knows a browser again for the accounts that signed in with it, and no others', () => {
  const first = pairOf(cookies.remember(none, 'ada'));
  const second = pairOf(cookies.remember(requestWith(`other=1; ${first}`), 'bo'));
  expect(cookies.browserOf(none, 'ada')).toEqual({ kind: 'strange' });
  expect(cookies.deviceOf(none)).toBeNull();
  const id = cookies.deviceOf(requestWith(second));
  expect(id).toMatch(/^\S{16}$/);
  expect(cookies.browserOf(requestWith(second), 'ada')).toEqual({ kind: 'known', id });
  expect(cookies.browserOf(requestWith(second), 'bo')).toEqual({ kind: 'known', id });
  expect(cookies.browserOf(requestWith(second), 'cleo')).toEqual({ kind: 'familiar', id });
  expect(second).not.toMatch(/ada|bo\b/);
});

it('believes nothing that it has not signed', () => {
  const [id = '', accounts = '', signature = ''] = pairOf(cookies.remember(none, 'ada')).split('.');
  const foreign = createDeviceCookies({
    keys: ['other'.repeat(8)],
    isHttps: true,
    clock: Date.now,
  });
  for (const forged of [
    `${id}x.${accounts}.${signature}`,
    `${id}.${accounts}~${accounts}.${signature}`,
    `${id}.${accounts}.`,
    `${id}.${accounts}`,
    pairOf(foreign.remember(none, 'ada')),
  ]) {
    expect(cookies.browserOf(requestWith(forged), 'ada')).toEqual({ kind: 'strange' });
  }
});

it('remembers the latest accounts of a computer that a whole school uses, and stays small', () => {
  let cookie = '';
  for (let n = 0; n < 500; n += 1)
    cookie = pairOf(cookies.remember(requestWith(cookie), `pupil ${n}`));
  expect(cookie.length).toBeLessThan(1_000);
  expect(cookies.browserOf(requestWith(cookie), 'pupil 499').kind).toBe('known');
  expect(cookies.browserOf(requestWith(cookie), 'pupil 0').kind).toBe('familiar');
});

it('gives one account only so many new browsers, and goes on knowing the others', () => {
  const made = Array.from({ length: 50 }, () => cookies.remember(none, 'eve'));
  expect(made.filter((cookie) => cookie !== null)).toHaveLength(newBrowsersRate.burst);
  expect(cookies.remember(requestWith(pairOf(made[0] ?? null)), 'eve')).not.toBeNull();
  expect(cookies.remember(none, 'finn')).not.toBeNull();
});

it('is kept from scripts, other sites and plain lines', () => {
  expect(cookies.remember(none, 'ada')).toMatch(
    /^__Secure-homeroom-device=.*; Max-Age=\d+; Path=\/homeroom\/oidc; HttpOnly; Secure; SameSite=Lax$/,
  );
});
