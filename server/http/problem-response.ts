/** Every refusal leaves through here, as `application/problem+json` (RFC 9457). */
import type { Context } from 'hono';
import { type Problem, type ProblemCode, problemStatus } from '../contract/problem.ts';

/** A refusal as a value; what a policy, a store or a route hands back. */
export type Refusal = {
  code: ProblemCode;
  /** Seconds. */
  retryAfter?: number;
  fields?: readonly string[];
  /** Where the provider signs out (`Problem.providerUrl`). */
  providerUrl?: string;
  /** RFC 9470: how recent the sign-in has to be, in seconds. */
  maxAge?: number;
};

export function problemResponse(c: Context, refusal: Refusal): Response {
  const { code, retryAfter, fields, maxAge, providerUrl } = refusal;
  const status = problemStatus[code];
  const problem: Problem = {
    code,
    status,
    title: code.replaceAll('-', ' '),
    requestId: c.get('requestId') ?? '',
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(fields === undefined ? {} : { fields: [...fields] }),
    ...(providerUrl === undefined ? {} : { providerUrl }),
  };
  const headers = new Headers({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  });
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter));
  if (code === 'recent-sign-in-required') {
    // RFC 9470, 3: the step-up challenge.
    headers.set(
      'www-authenticate',
      `Session error="insufficient_user_authentication", max_age=${maxAge ?? 0}`,
    );
  }
  return new Response(JSON.stringify(problem), { status, headers });
}
