/**
 * Takes passes back when the right that they say is gone: in the transaction that takes
 * the right, with the command that tells the meeting side.
 */
import type { LessonId, PassId, PersonId, RoomId, SessionRef } from '../contract/ids.ts';
import { affiliationIn, type PersonFacts, type RoomFacts } from '../rooms/policy.ts';
import type { ActivePass, PassStore } from './passes-store.ts';

export type RevokePassesTx = {
  passRows: PassStore;
  factsOfRoom(roomId: RoomId): Promise<RoomFacts | null>;
  factsOfPerson(personId: PersonId): Promise<PersonFacts | null>;
  /** Tells the meeting side that these passes are void, and whoever is in with one is out. */
  revoke(lessonId: LessonId, personId: PersonId, passIds: readonly PassId[]): Promise<unknown>;
};

/**
 * Somebody may have fetched thousands of passes. They are taken back in portions, because
 * statements have a maximum length, and so do commands on the meeting side.
 */
const maxAtOnce = 1_000;

export type RevokePasses = ReturnType<typeof createRevokePasses>;

export function createRevokePasses(clock: () => number) {
  async function revokePasses(tx: RevokePassesTx, passes: readonly ActivePass[]): Promise<void> {
    const groups = Map.groupBy(passes, ({ lessonId, personId }) => `${lessonId} ${personId}`);
    for (const group of groups.values()) {
      const [first] = group;
      if (!first) continue;
      const ids = group.map(({ id }) => id);
      for (let from = 0; from < ids.length; from += maxAtOnce) {
        const some = ids.slice(from, from + maxAtOnce);
        await tx.passRows.voidThese(some, clock());
        await tx.revoke(first.lessonId, first.personId, some);
      }
    }
  }

  /** Takes back the passes whose affiliation is no longer what the person has in the room. */
  async function recheck(tx: RevokePassesTx, passes: readonly ActivePass[]): Promise<void> {
    const wrong: ActivePass[] = [];
    const groups = Map.groupBy(passes, ({ roomId, personId }) => `${roomId} ${personId}`);
    for (const group of groups.values()) {
      const [first] = group;
      const room = first ? await tx.factsOfRoom(first.roomId) : null;
      const person = first ? await tx.factsOfPerson(first.personId) : null;
      const affiliation = room && person && affiliationIn(person, room);
      for (const pass of group) if (affiliation !== pass.affiliation) wrong.push(pass);
    }
    await revokePasses(tx, wrong);
  }

  return {
    /** A room's organizers, classes or openness changed. */
    ofRoom: async (tx: RevokePassesTx, roomId: RoomId) =>
      recheck(tx, await tx.passRows.activeIn(roomId, clock())),

    /** A person's role or classes changed, or the account is gone. */
    ofPerson: async (tx: RevokePassesTx, personId: PersonId) =>
      recheck(tx, await tx.passRows.activeOf(personId, clock())),

    /** A session was signed out or revoked: what it fetched is void. */
    ofSession: async (tx: RevokePassesTx, sessionRef: SessionRef) =>
      revokePasses(tx, await tx.passRows.activeOfSession(sessionRef, clock())),

    /** At the start: another program may have changed people or rooms meanwhile. */
    ofAll: async (tx: RevokePassesTx) => recheck(tx, await tx.passRows.allActive(clock())),
  };
}
