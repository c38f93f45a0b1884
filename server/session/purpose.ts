/** What a sign-in under way is made for: the action of its step-up, and whose it is. */
import { hashOf } from '../crypto.ts';
import type { StepUpAction } from '../contract/session.ts';
import type { Person } from './people-store.ts';
import type { SessionStore } from './sessions-store.ts';

type Purpose = { action: StepUpAction; person: Person };

export const createPurposeOf =
  (store: Pick<SessionStore, 'stepUpOfSignIn' | 'findPerson'>) =>
  async (nonce: string): Promise<Purpose | null> => {
    const stepUp = await store.stepUpOfSignIn(hashOf(nonce));
    const person = stepUp && (await store.findPerson(stepUp.personId));
    return person && { action: stepUp.action, person };
  };
