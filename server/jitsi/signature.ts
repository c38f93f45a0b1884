/** HMAC-SHA256 over the raw bytes of a body, in hexadecimal. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export function sign(key: string, body: string): string {
  return createHmac('sha256', key).update(body).digest('hex');
}

export function isSignedWith(key: string, body: string, signature: string | null): boolean {
  const expected = Buffer.from(sign(key, body));
  const given = Buffer.from(signature ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
