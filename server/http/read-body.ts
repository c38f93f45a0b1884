/** A request's JSON body, parsed by its schema, or the refusal. */
import type { Context, MiddlewareHandler } from 'hono';
import type { z } from 'zod';
import type { Refusal } from './problem-response.ts';
import { readLimited } from './read-limited.ts';

/** Bytes. The longest thing anybody posts is a pair of tokens. */
export const maxBodyBytes = 64 * 1024;

declare module 'hono' {
  interface ContextVariableMap {
    /** `null` when it was too long. */
    bodyText: string | null;
  }
}

/**
 * Reads the whole body before the session is looked up. Otherwise somebody who holds the last byte
 * back would be answered later, with rights that may be gone by then.
 */
export const bodyFirst: MiddlewareHandler = async (c, next) => {
  c.set('bodyText', await readText(c.req.raw));
  return next();
};

export type Body<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export async function readBody<T>(c: Context, schema: z.ZodType<T, unknown>): Promise<Body<T>> {
  const text = c.get('bodyText');
  if (text === null) return { ok: false, refusal: { code: 'too-large' } };
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { ok: false, refusal: { code: 'malformed' } };
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { ok: true, value: parsed.data };
  const fields = parsed.error.issues.map((issue) => issue.path.join('.')).slice(0, 10);
  return { ok: false, refusal: { code: 'malformed', fields: [...new Set(fields)] } };
}

/**
 * `null` when it is too long. Node lets no body be longer than it was announced; one that
 * comes in pieces (RFC 9112, 7.1) is counted, by way of a stream that costs five times as much.
 */
export async function readText(request: Request, maxBytes = maxBodyBytes): Promise<string | null> {
  if (request.method === 'GET' || request.method === 'HEAD') return '';
  const announced = request.headers.get('content-length');
  if (announced === null || request.headers.has('transfer-encoding'))
    return readLimited(request.body ?? [], announced, maxBytes);
  return Number(announced) > maxBytes ? null : request.text();
}
