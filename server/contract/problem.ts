/**
 * Every refusal Homeroom can answer, as `application/problem+json` (RFC 9457).
 * The browser looks the sentence up by `code` in its message catalog; the log
 * has the detail. Adding a code here makes the catalog incomplete, which fails
 * the build.
 */
import { z } from 'zod';

/** Code → HTTP status. 401 means "sign in", 403 "not you", 409 "not now". */
export const problemStatus = {
  // who is asking
  'not-signed-in': 401,
  'session-expired': 401,
  'recent-sign-in-required': 401,
  'no-role': 403,
  'teachers-only': 403,
  'organizers-only': 403,
  'administrators-only': 403,
  // signing in
  'sign-in-outdated': 400,
  'sign-in-refused': 403,
  'sign-in-other-person': 403,
  'sign-in-not-fresh': 403,
  'sign-in-misconfigured': 403,
  'provider-unreachable': 503,
  // rooms
  'room-not-found': 404,
  'room-closed-to-visitors': 403,
  'room-archived': 409,
  'last-organizer': 409,
  'organizer-not-a-teacher': 422,
  'class-unknown': 422,
  'too-many-classes': 409,
  // lessons and passes
  'lesson-not-running': 409,
  'lesson-closed-to-newcomers': 403,
  'removed-from-lesson': 403,
  'longest-reached': 409,
  'person-not-in-lesson': 409,
  'meeting-server-not-ready': 503,
  // form
  malformed: 400,
  'too-large': 413,
  'wrong-content-type': 415,
  'foreign-origin': 403,
  'not-found': 404,
  'too-many-requests': 429,
  'demo-refuses-proxies': 403,
  // faults
  'storage-unavailable': 503,
  internal: 500,
} as const;

export type ProblemCode = keyof typeof problemStatus;

const isProblemCode = (code: unknown): boolean =>
  typeof code === 'string' && Object.hasOwn(problemStatus, code);

export const Problem = z.object({
  code: z.custom<ProblemCode>(isProblemCode),
  status: z.number().int(),
  /** For the person at the keyboard of a terminal; never shown in the interface. */
  title: z.string(),
  /** A person can quote it to an administrator, who finds it in the log. */
  requestId: z.string(),
  /** Seconds after which trying again makes sense. */
  retryAfter: z.number().int().optional(),
  /** The provider's own sign-out, where that is the next step. */
  providerUrl: z.string().optional(),
  /** Which fields of the request were not understood. */
  fields: z.array(z.string()).optional(),
});
export type Problem = z.infer<typeof Problem>;
