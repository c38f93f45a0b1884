import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { createDeviceCookies } from './device-cookie.ts';

const cookies = createDeviceCookies({ keys: ['k'.repeat(32)], isHttps: true });

function requestWith(cookie: string): IncomingMessage {
  const req = new IncomingMessage(new Socket());
  req.headers.cookie = cookie;
  return req;
}

const pairOf = (setCookie: string) => setCookie.split(';')[0] ?? '';
const none = requestWith('');

it('knows a browser again for the accounts that signed in with it, and no others', () => {
  const first = pairOf(cookies.remember(none, 'ada'));
  const second = pairOf(cookies.remember(requestWith(`other=1; ${first}`), 'bo'));
  expect(cookies.knownAs(none, 'ada')).toBeNull();
  const known = cookies.knownAs(requestWith(second), 'ada');
  expect(known).toMatch(/^\S{16}$/);
  expect(cookies.knownAs(requestWith(second), 'bo')).toBe(known);
  expect(cookies.knownAs(requestWith(second), 'cleo')).toBeNull();
  expect(second).not.toMatch(/ada|bo\b/);
});

it('believes nothing that it has not signed', () => {
  const [id = '', accounts = '', signature = ''] = pairOf(cookies.remember(none, 'ada')).split('.');
  const foreign = createDeviceCookies({ keys: ['other'.repeat(8)], isHttps: true });
  for (const forged of [
    `${id}x.${accounts}.${signature}`,
    `${id}.${accounts}~${accounts}.${signature}`,
    `${id}.${accounts}.`,
    `${id}.${accounts}`,
    pairOf(foreign.remember(none, 'ada')),
  ]) {
    expect(cookies.knownAs(requestWith(forged), 'ada')).toBeNull();
  }
});

it('remembers the latest accounts of a computer that a whole school uses, and stays small', () => {
  let cookie = '';
  for (let n = 0; n < 500; n += 1)
    cookie = pairOf(cookies.remember(requestWith(cookie), `pupil ${n}`));
  expect(cookie.length).toBeLessThan(1_000);
  expect(cookies.knownAs(requestWith(cookie), 'pupil 499')).not.toBeNull();
  expect(cookies.knownAs(requestWith(cookie), 'pupil 0')).toBeNull();
});

it('is kept from scripts, other sites and plain lines', () => {
  expect(cookies.remember(none, 'ada')).toMatch(
    /^__Secure-homeroom-device=.*; Path=\/homeroom\/oidc; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
  );
});
