/** A request's JSON body, parsed by its schema, or the refusal. */
import type { Context } from 'hono';
import type { z } from 'zod';
import type { Refusal } from './problem-response.ts';

/** Bytes. The longest thing anybody posts is a pair of tokens. */
export const longestBody = 64 * 1024;

export type Body<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export async function readBody<T>(c: Context, schema: z.ZodType<T, unknown>): Promise<Body<T>> {
  let raw: unknown;
  try {
    raw = await c.req.json();
  } catch {
    return { ok: false, refusal: { code: 'malformed' } };
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { ok: true, value: parsed.data };
  const fields = parsed.error.issues.map((issue) => issue.path.join('.')).slice(0, 10);
  return { ok: false, refusal: { code: 'malformed', fields: [...new Set(fields)] } };
}
