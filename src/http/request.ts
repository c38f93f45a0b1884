/**
 * The one way to ask the server for something. Same origin, JSON both ways; the
 * answers are trusted, since they come from our own server and its tests hold
 * them to the contract, so no validator is shipped.
 */
import { OfflineError, ProblemError } from './problem-error.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Milliseconds after which an answer is no longer waited for. */
const timeoutMs = 20_000;

/** Throws ProblemError for a refusal, OfflineError where no answer came. */
export async function request<T>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const response = await send(method, path, body, signal);
  const type = response.headers.get('content-type') ?? '';
  if (response.ok) return response.status === 204 ? none() : response.json();
  if (type.startsWith('application/problem+json')) throw new ProblemError(await response.json());
  const { status } = response;
  throw new OfflineError(new Error(`${method} ${path}: ${status}`), status >= 500);
}

async function send(method: Method, path: string, body: unknown, signal?: AbortSignal) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), timeoutMs);
  signal?.addEventListener('abort', () => giveUp.abort());
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      // What was changed is changed, also by a page that is closed meanwhile.
      keepalive: method === 'PATCH' || method === 'DELETE',
      // Every change names its type: the server accepts only JSON, which a form on another site
      // cannot send.
      headers:
        method === 'GET'
          ? { accept: 'application/json' }
          : { accept: 'application/json', 'content-type': 'application/json' },
      signal: giveUp.signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new OfflineError(cause);
  } finally {
    clearTimeout(timer);
  }
}

/** An answer without a body; whoever expects one asks for `request<null>`. */
const none = () => JSON.parse('null');
