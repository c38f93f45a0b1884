/** The school's own mark: a picture from its settings, kept in memory and served with Homeroom's. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Context } from 'hono';

export type Mark = { type: 'image/svg+xml' | 'image/png'; bytes: Buffer<ArrayBuffer>; url: string };

/** It comes with every page: bytes. */
const mostBytes = 200_000;
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** `null` where there is no such file, or it is neither SVG nor PNG, or larger than 200 kB. */
export function readMark(path: string): Mark | null {
  const bytes = bytesOf(path);
  const type = bytes && typeOf(bytes);
  if (!bytes || !type || bytes.length > mostBytes) return null;
  const digest = createHash('sha256').update(bytes).digest('base64url').slice(0, 12);
  const ending = type === 'image/png' ? 'png' : 'svg';
  return { type, bytes, url: `/homeroom/mark/${digest}.${ending}` };
}

function bytesOf(path: string): Buffer<ArrayBuffer> | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function typeOf(bytes: Buffer): Mark['type'] | null {
  if (bytes.subarray(0, pngSignature.length).equals(pngSignature)) return 'image/png';
  // After a byte order mark, a declaration, comments and a doctype comes the root.
  const start =
    /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]/i;
  return start.test(bytes.toString('utf8')) ? 'image/svg+xml' : null;
}

/** Its address changes with it. Opened by itself, it is a picture and runs nothing. */
export function answerMark(c: Context, { type, bytes }: Mark): Response {
  c.header('content-type', type);
  c.header('cache-control', 'public, max-age=31536000, immutable');
  c.header('content-security-policy', `default-src 'none'; style-src 'unsafe-inline'; sandbox`);
  return c.body(bytes);
}
