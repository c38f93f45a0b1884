/** Why a sign-in is refused, by the check that failed, and what the browser is told of it. */
import type { ProblemCode } from '../contract/problem.ts';
import type { IdTokenRefusal } from './verify-id-token.ts';

export type ExchangeRefusal =
  | IdTokenRefusal
  | 'callback-issuer'
  | 'userinfo-subject'
  | 'userinfo-unreachable'
  | 'browser-unknown'
  | 'nonce-unknown'
  | 'nonce-of-another-browser'
  | 'nonce-outdated'
  | 'signed-out-since'
  | 'clocks-differ'
  | 'sign-in-not-fresh'
  | 'sign-in-too-old'
  | 'step-up-unknown'
  | 'step-up-other-person'
  | 'step-up-not-fresh'
  | 'step-up-without-auth-time';

/** What the browser is told of a refusal: one of six, each with its next step. */
export function problemOf(reason: ExchangeRefusal): ProblemCode {
  switch (reason) {
    case 'keys-unreachable':
    case 'userinfo-unreachable':
      return 'provider-unreachable';
    case 'browser-unknown':
    case 'nonce-unknown':
    case 'nonce-of-another-browser':
    case 'nonce-outdated':
    case 'signed-out-since':
    case 'step-up-unknown':
    case 'sign-in-too-old':
    case 'expired':
      return 'sign-in-outdated';
    case 'sign-in-not-fresh':
    case 'step-up-not-fresh':
      return 'sign-in-not-fresh';
    // Nobody can do anything about these but whoever looks after the two servers.
    case 'issuer':
    case 'audience':
    case 'authorized-party':
    case 'algorithm':
    case 'key-unknown':
    case 'claim-missing':
    case 'subject':
    case 'not-yet-valid':
    case 'clocks-differ':
    case 'step-up-without-auth-time':
      return 'sign-in-misconfigured';
    case 'step-up-other-person':
      return 'sign-in-other-person';
    default:
      return 'sign-in-refused';
  }
}
