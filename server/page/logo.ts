/** The school's own logo: a picture from its settings, kept in memory and served with Homeroom's. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Context } from 'hono';

export type Logo = {
  type: 'image/svg+xml' | 'image/png';
  bytes: Buffer<ArrayBuffer>;
  url: string;
  /** In pixels; an SVG has every size. */
  size: 'any' | { width: number; height: number };
  /** Whether it certainly has a background of its own; of an SVG that is not known. */
  isOpaque: boolean;
};

/** Bytes. It is loaded with every page. */
const maxBytes = 200_000;
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Where the first chunk says them (PNG 11.2.1, IHDR). */
const pngHeader = { width: 16, height: 20, colourType: 25, length: 33 };
/** Grey and colour without an alpha channel. */
const opaqueTypes = [0, 2];

/** `null` where there is no such file, or it is neither SVG nor PNG, or larger than 200 kB. */
export function readLogo(path: string): Logo | null {
  const bytes = bytesOf(path);
  if (!bytes || bytes.length > maxBytes) return null;
  if (isPng(bytes)) return { ...madeOf(bytes, 'image/png'), ...readPng(bytes) };
  return isSvg(bytes) ? svgLogo(bytes) : null;
}

export const svgLogo = (bytes: Logo['bytes']): Logo => ({
  ...madeOf(bytes, 'image/svg+xml'),
  size: 'any',
  isOpaque: false,
});

function madeOf(bytes: Logo['bytes'], type: Logo['type']): Pick<Logo, 'type' | 'bytes' | 'url'> {
  const digest = createHash('sha256').update(bytes).digest('base64url').slice(0, 12);
  const ending = type === 'image/png' ? 'png' : 'svg';
  return { type, bytes, url: `/homeroom/logo/${digest}.${ending}` };
}

function bytesOf(path: string): Buffer<ArrayBuffer> | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

const isPng = (bytes: Buffer): boolean =>
  bytes.length >= pngHeader.length && bytes.subarray(0, pngSignature.length).equals(pngSignature);

function readPng(bytes: Buffer): Pick<Logo, 'size' | 'isOpaque'> {
  const size = {
    width: bytes.readUInt32BE(pngHeader.width),
    height: bytes.readUInt32BE(pngHeader.height),
  };
  return { size, isOpaque: opaqueTypes.includes(bytes.readUInt8(pngHeader.colourType)) };
}

function isSvg(bytes: Buffer): boolean {
  // After a byte order mark, a declaration, comments and a doctype comes the root.
  const start =
    /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]/i;
  return start.test(bytes.toString('utf8'));
}

/**
 * Cached for ever, since its address changes with its content. The policy keeps an SVG that is
 * opened by itself from running scripts.
 */
export function answerLogo(c: Context, { type, bytes }: Logo): Response {
  c.header('content-type', type);
  c.header('cache-control', 'public, max-age=31536000, immutable');
  c.header('content-security-policy', `default-src 'none'; style-src 'unsafe-inline'; sandbox`);
  return c.body(bytes);
}
