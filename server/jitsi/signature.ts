/** HMAC-SHA256 over the raw bytes of a body, in hexadecimal. */
import { createHmac } from 'node:crypto';
import { constantTimeEqual } from '../http/constant-time-equal.ts';

export function sign(key: string, body: string): string {
  return createHmac('sha256', key).update(body).digest('hex');
}

export function isSignedWith(key: string, body: string, signature: string | null): boolean {
  return constantTimeEqual(signature ?? '', sign(key, body));
}
