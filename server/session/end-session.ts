/** The one way in which a session ends before its time: on every device, or on one. */
import type { Publish } from '../contract/change.ts';
import type { SessionStore } from './sessions-store.ts';

export type EndedWhy = 'signed-out' | 'revoked';

export type EndSessions = {
  /** This session; its passes, streams and tabs end with it. */
  one(session: { ref: string; personId: string }, why: EndedWhy): Promise<void>;
  /** Every session of this person. */
  allOf(personId: string, why: EndedWhy): Promise<void>;
};

export type EndSessionsDeps = {
  /** Ends a session with every pass that it has fetched. */
  store: Pick<SessionStore, 'endSession' | 'sessionsOf'>;
  publish: Publish;
};

export function createEndSessions({ store, publish }: EndSessionsDeps): EndSessions {
  const one: EndSessions['one'] = async ({ ref, personId }, why) => {
    await store.endSession(ref);
    publish({ kind: 'session-ended', sessionRef: ref, personId, why });
  };
  return {
    one,
    async allOf(personId, why) {
      for (const ref of await store.sessionsOf(personId)) await one({ ref, personId }, why);
    },
  };
}
