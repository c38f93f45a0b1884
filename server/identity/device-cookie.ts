/**
 * Recognizes a browser that somebody has signed in with before, to tell a
 * forgetful teacher from a guesser. The cookie is signed, opens nothing, and
 * names nobody: accounts stand in it as keyed hashes.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parse, serialize } from 'hono/utils/cookie';
import { paths } from '../contract/paths.ts';
import { constantTimeEqual } from '../http/constant-time-equal.ts';
import { createThrottle, type Rate, takeOne } from '../http/throttle.ts';
import type { Browser } from './attempt.ts';

export type Device = { id: string; accounts: readonly string[] };

export type DeviceCookies = {
  /** Names this browser if anybody has signed in with it before; else `null`. */
  deviceOf(req: IncomingMessage): string | null;
  /** What the browser is to this account. */
  browserOf(req: IncomingMessage, account: string): Browser;
  /** A Set-Cookie header that remembers this account too; `null` where one account has too many new browsers. */
  remember(req: IncomingMessage, account: string): string | null;
};

/** A computer in a class room is used by many; the latest are remembered. */
const maxAccounts = 40;
const lifetimeSeconds = 180 * 24 * 3600;

/**
 * New browsers of one account. Each has limits of its own on guessing: a student
 * who drops the cookie and signs in again gets no more of them by that.
 */
export const newBrowsersRate: Rate = { burst: 20, everyMs: 3_600_000 };

type Options = { keys: readonly string[]; isHttps: boolean; clock: () => number };

export function createDeviceCookies({ keys, isHttps, clock }: Options): DeviceCookies {
  const newBrowsers = createThrottle(newBrowsersRate, clock);
  const name = `${isHttps ? '__Secure-' : ''}homeroom-device`;
  const [key = ''] = keys;
  const tag = (account: string) => mac(key, `account ${account}`).slice(0, 16);

  function read(req: IncomingMessage): Device | null {
    const value = parse(req.headers.cookie ?? '', name)[name] ?? '';
    const [id = '', list = '', signature = ''] = value.split('.');
    if (!constantTimeEqual(signature, mac(key, `device ${id}.${list}`))) return null;
    return { id, accounts: list === '' ? [] : list.split('~') };
  }

  return {
    deviceOf: (req) => read(req)?.id ?? null,
    browserOf(req, account) {
      const device = read(req);
      if (!device) return { kind: 'strange' };
      const isKnown = device.accounts.includes(tag(account));
      return { kind: isKnown ? 'known' : 'familiar', id: device.id };
    },
    remember(req, account) {
      const found = read(req);
      if (!found && takeOne(newBrowsers, account) > 0) return null;
      const device = found ?? { id: randomBytes(12).toString('base64url'), accounts: [] };
      const others = device.accounts.filter((one) => one !== tag(account));
      const list = [tag(account), ...others].slice(0, maxAccounts).join('~');
      const signature = mac(key, `device ${device.id}.${list}`);
      return serialize(name, `${device.id}.${list}.${signature}`, {
        path: paths.oidc,
        maxAge: lifetimeSeconds,
        httpOnly: true,
        sameSite: 'Lax',
        secure: isHttps,
      });
    },
  };
}

const mac = (key: string, text: string) =>
  createHmac('sha256', key).update(text).digest('base64url');
