/**
 * The store that the session slice works with. Whoever changes a person or ends a session takes
 * back, in the same transaction, the passes that followed from it: no code can do the one and
 * forget the other.
 */
import type { PersonId, SessionRef } from '../contract/ids.ts';
import type { Transact } from '../http/transact.ts';
import type { SessionStore, SessionWrites } from '../session/sessions-store.ts';
import type { SessionReads } from './deps.ts';

type Tx = {
  sessions: SessionWrites;
  revokePasses: {
    ofPerson(personId: PersonId): Promise<void>;
    ofSession(sessionRef: SessionRef): Promise<void>;
  };
};

export function sessionsWithRights(reads: SessionReads, transact: Transact<Tx>): SessionStore {
  return {
    ...reads,
    inTransaction: (work) => transact((tx) => work(within(tx))),
    rememberPerson: (...about) => transact((tx) => within(tx).rememberPerson(...about)),
    endSession: (ref) => transact((tx) => within(tx).endSession(ref)),
  };
}

function within({ sessions, revokePasses }: Tx): SessionWrites {
  return {
    ...sessions,
    async rememberPerson(...about) {
      const person = await sessions.rememberPerson(...about);
      await revokePasses.ofPerson(person.id);
      return person;
    },
    async endSession(ref) {
      await revokePasses.ofSession(ref);
      await sessions.endSession(ref);
    },
  };
}
