/** A request's JSON body, parsed by its schema, or the refusal. */
import type { Context, MiddlewareHandler } from 'hono';
import type { z } from 'zod';
import type { Refusal } from './problem-response.ts';

/** Bytes. The longest thing anybody posts is a pair of tokens. */
export const longestBody = 64 * 1024;

declare module 'hono' {
  interface ContextVariableMap {
    /** `null` when it was too long. */
    bodyText: string | null;
  }
}

/**
 * Reads the body before anybody asks who sent it: whoever holds its last byte back
 * would otherwise act with rights that are gone by then.
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
 * `null` when it is too long, which is found out without keeping it: a length may
 * be announced wrongly or not at all. (Hono's own body limit makes a new Request
 * in that case, which Node refuses for the one that node-server hands in.)
 */
export async function readText(request: Request, longest = longestBody): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > longest) return null;
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > longest) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
