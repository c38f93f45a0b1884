/** Signing in once more, for one action that needs a recent sign-in. */
import { apiPaths } from '../../server/contract/paths.ts';
import type { StepUp, StepUpAction } from '../../server/contract/session.ts';
import { ProblemError } from '../http/problem-error.ts';
import { request } from '../http/request.ts';

/**
 * Leaves the page for the provider's password page; the action is done on the
 * way back, by the signed-in page. Never resolves; throws as `request` does.
 */
export async function stepUp(action: StepUpAction): Promise<never> {
  const { id } = await request<StepUp>('POST', apiPaths.stepUp, { action });
  const { signIn } = await import('./sign-in.ts');
  return signIn({ returnTo: window.location.pathname, stepUp: id });
}

/** Does it, or has the person sign in once more for it. For everything that may ask for that. */
export async function withStepUp<T>(action: StepUpAction, doIt: () => Promise<T>): Promise<T> {
  try {
    return await doIt();
  } catch (error) {
    const isStale =
      error instanceof ProblemError && error.problem.code === 'recent-sign-in-required';
    if (isStale) return stepUp(action);
    throw error;
  }
}
