/**
 * Recognizes a browser that somebody has signed in with before, to tell a
 * forgetful teacher from a guesser. The cookie is signed, opens nothing, and
 * names nobody: accounts stand in it as keyed hashes.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { paths } from '../contract/paths.ts';

export type Device = { id: string; accounts: readonly string[] };

export type DeviceCookies = {
  /** What stands for this browser if the account has signed in with it before; else `null`. */
  knownAs(req: IncomingMessage, account: string): string | null;
  /** A Set-Cookie header that remembers this account too. */
  remember(req: IncomingMessage, account: string): string;
};

/** A computer in a class room is used by many; the latest are remembered. */
const mostAccounts = 40;
const lifetimeSeconds = 180 * 24 * 3600;

type Options = { keys: readonly string[]; isHttps: boolean };

export function createDeviceCookies({ keys, isHttps }: Options): DeviceCookies {
  const name = `${isHttps ? '__Secure-' : ''}homeroom-device`;
  const [key = ''] = keys;
  const tag = (account: string) => mac(key, `account ${account}`).slice(0, 16);

  function read(req: IncomingMessage): Device | null {
    const value = cookieOf(req, name);
    const [id = '', list = '', signature = ''] = value.split('.');
    if (!isSame(signature, mac(key, `device ${id}.${list}`))) return null;
    return { id, accounts: list === '' ? [] : list.split('~') };
  }

  return {
    knownAs(req, account) {
      const device = read(req);
      return device?.accounts.includes(tag(account)) ? device.id : null;
    },
    remember(req, account) {
      const device = read(req) ?? { id: randomBytes(12).toString('base64url'), accounts: [] };
      const others = device.accounts.filter((one) => one !== tag(account));
      const list = [tag(account), ...others].slice(0, mostAccounts).join('~');
      const signature = mac(key, `device ${device.id}.${list}`);
      return [
        `${name}=${device.id}.${list}.${signature}`,
        `Path=${paths.oidc}`,
        `Max-Age=${lifetimeSeconds}`,
        'HttpOnly',
        'SameSite=Lax',
        ...(isHttps ? ['Secure'] : []),
      ].join('; ');
    },
  };
}

const mac = (key: string, text: string) =>
  createHmac('sha256', key).update(text).digest('base64url');

function isSame(one: string, other: string): boolean {
  const given = Buffer.from(one);
  const right = Buffer.from(other);
  return given.length === right.length && timingSafeEqual(given, right);
}

function cookieOf(req: IncomingMessage, name: string): string {
  const pairs = (req.headers.cookie ?? '').split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
}
