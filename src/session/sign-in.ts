/**
 * The way out to the provider: OpenID Connect's authorization code flow with
 * PKCE. The nonce is the server's and bound to a cookie, so that a token that
 * was fetched elsewhere cannot be slipped in here.
 */
import { apiPaths } from '../../server/contract/paths.ts';
import type { SignInStart } from '../../server/contract/session.ts';
import { ProblemError } from '../http/problem-error.ts';
import { request } from '../http/request.ts';

export type SignInWish = {
  /** Where to go afterwards: a path of Homeroom's own. */
  returnTo: string;
  /** A step-up's id: sign in once more, for its action. */
  stepUp?: string;
  /** This is a shared computer: a short session. */
  shared?: boolean;
};

/** Leaves the page. Never resolves; throws as `request` does, also where the provider is silent. */
export async function signIn({ returnTo, stepUp, shared }: SignInWish): Promise<never> {
  const [start, { leaveForProvider }] = await Promise.all([
    request<SignInStart>('POST', apiPaths.signIn, {
      ...(stepUp === undefined ? {} : { stepUp }),
      ...(shared === undefined ? {} : { shared }),
    }),
    import('./oidc.ts'),
  ]);
  return leaveForProvider(start, returnTo).catch((cause: unknown) =>
    Promise.reject(providerUnreachable(cause)),
  );
}

/** Homeroom has just answered, so it must be the provider that this browser cannot reach. */
function providerUnreachable(cause: unknown): ProblemError {
  const title = 'provider unreachable';
  const problem = { code: 'provider-unreachable', status: 503, title, requestId: '' } as const;
  return new ProblemError(problem, { cause });
}
