/**
 * Signs a pass with RS256 (RFC 7518, 3.3), the alternative to Jitsi's shared
 * app_secret: Prosody then holds nothing that could sign one.
 */
import { sign } from 'node:crypto';
import type { SigningKey } from './key-folder.ts';
import type { SignPass } from './sign.ts';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** @param current asked for every pass, so that a rotated key is used at once */
export function signWithKeys(current: () => Pick<SigningKey, 'kid' | 'privateKey'>): SignPass {
  return (claims) => {
    const { kid, privateKey } = current();
    const body = `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${encode(claims)}`;
    return `${body}.${sign('sha256', Buffer.from(body), privateKey).toString('base64url')}`;
  };
}
