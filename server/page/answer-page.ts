import { gzipSync } from 'node:zlib';
import type { Context } from 'hono';

/**
 * Answers with a page. Compressed only where `isPublic`, so that it arrives in one
 * go: a page with somebody's data in it beside what an address can choose would
 * tell by its length what is in it (BREACH).
 */
export function answerPage(c: Context, html: string, code: 200 | 404, isPublic: boolean): Response {
  c.header('cache-control', 'no-store');
  c.header('vary', 'accept-encoding');
  if (!isPublic || !/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) {
    return c.html(html, code);
  }
  c.header('content-type', 'text/html; charset=UTF-8');
  c.header('content-encoding', 'gzip');
  return c.body(gzipSync(html, { level: 3 }), code);
}
