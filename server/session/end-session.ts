/** The one way in which a session ends before its time: on every device, or on one. */
import type { Publish } from '../contract/change.ts';
import type { PersonId, SessionRef } from '../contract/ids.ts';
import type { SessionStore } from './sessions-store.ts';

export type EndedWhy = 'signed-out' | 'revoked';

export type EndSessions = {
  /** This session; its passes, streams and tabs end with it. */
  one(session: { ref: SessionRef; personId: PersonId }, why: EndedWhy): Promise<void>;
  /** Every session of this person, and every sign-in that is under way. */
  allOf(personId: PersonId, why: EndedWhy): Promise<void>;
};

export type EndSessionsDeps = {
  /** Ends a session with every pass that it has fetched. */
  store: Pick<SessionStore, 'endSession' | 'sessionsOf' | 'findPerson' | 'endSignIns'>;
  publish: Publish;
  clock: () => number;
};

export function createEndSessions({ store, publish, clock }: EndSessionsDeps): EndSessions {
  const one: EndSessions['one'] = async ({ ref, personId }, why) => {
    await store.endSession(ref);
    publish({ kind: 'session-ended', sessionRef: ref, personId, why });
  };
  return {
    one,
    async allOf(personId, why) {
      // First, so that a sign-in that finishes now is either found among the sessions below or
      // refused.
      const person = await store.findPerson(personId);
      if (!person) return;
      await store.endSignIns(person, clock());
      for (const ref of await store.sessionsOf(personId)) await one({ ref, personId }, why);
    },
  };
}
