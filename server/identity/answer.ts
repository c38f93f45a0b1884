/** What leaves the provider's own pages, and the headers that all of its answers carry. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { paths } from '../contract/paths.ts';
import type { Log } from '../http/log.ts';

/**
 * No script at all. `same-origin` lets the form's POST carry its Origin, which
 * `no-referrer` would turn into `null` (Fetch, "append a request Origin header").
 */
export function setSafeHeaders(res: ServerResponse): void {
  res.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  res.setHeader('Referrer-Policy', 'same-origin');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('X-Frame-Options', 'DENY');
  res.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
}

export function sendPage(res: ServerResponse, status: number, page: string): void {
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.setHeader('Cache-Control', 'no-store');
  res.writeHead(status).end(page);
}

/** Redirects to the front door; nothing in the request can change the address. */
export function sendHome(res: ServerResponse): void {
  res.setHeader('Cache-Control', 'no-store');
  res.writeHead(303, { Location: paths.home }).end();
}

/** Ends a request whose body is not wanted, without reading it to the end. */
export function sendShort(res: ServerResponse, status: number, text: string): void {
  res.setHeader('Content-Type', 'text/plain; charset=utf-8');
  res.setHeader('Connection', 'close');
  res.writeHead(status).end(`${text}\n`);
}

/** Whether a form came from a page of this very origin. */
export function isFromHere(req: IncomingMessage, origin: string): boolean {
  const { origin: from, 'sec-fetch-site': site } = req.headers;
  if (from !== undefined) return from === origin;
  return site === undefined || site === 'same-origin';
}

export function sendFailure(res: ServerResponse, error: unknown, log: Log): void {
  log.error({ err: error }, 'the password page failed');
  if (res.headersSent) res.destroy();
  else sendShort(res, 500, 'something went wrong; please start again');
}
