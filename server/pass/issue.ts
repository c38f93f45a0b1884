/** Issues passes, writes the audit row, and takes passes back when a right is gone. */
import type { Affiliation } from '../contract/person.ts';
import type { Pass } from '../contract/pass.ts';
import type { RoomSettings } from '../contract/room.ts';
import type { Viewer } from '../edge/asking.ts';
import { randomId } from '../edge/secrets.ts';
import { type RoomFacts, relationTo } from '../rooms/policy.ts';
import { claimsOf, type PassClaims, type PassIssuer } from './claims.ts';
import type { ActivePass, PassStore } from './passes-store.ts';
import type { SignPass } from './sign.ts';

export type PassRoom = { id: string; slug: string; settings: RoomSettings; facts: RoomFacts };
export type PassLesson = { id: string; longestAt: number };

export type PassesDeps = {
  store: PassStore;
  sign: SignPass;
  issuer: PassIssuer;
  /** Added to the lesson's longest duration: reconnecting needs a pass until the very end. */
  grace: number;
  clock: () => number;
  /** Told of every pass, for a meeting side that sees nothing else. */
  onIssued(claims: PassClaims): void;
  /** Tells the meeting side that these passes are void at once; not waited for. */
  revoke(
    slug: string,
    lessonId: string,
    personId: string,
    passIds: readonly string[],
  ): Promise<void>;
  /** A revoke was not acknowledged; it is kept and repeated. */
  onUntold(error: unknown): void;
  findRoom(roomId: string): Promise<PassRoom | null>;
  /** Whether the session, lingering ones included, is still there. */
  sessionStands(sessionRef: string): Promise<boolean>;
  findPerson(personId: string): Promise<Pick<Viewer, 'role' | 'classes'> | null>;
};

export type Passes = ReturnType<typeof createPasses>;

export function createPasses(deps: PassesDeps) {
  const { store, sign, issuer, clock } = deps;

  async function takeBack(passes: readonly ActivePass[]): Promise<void> {
    const groups = Map.groupBy(passes, ({ lessonId, personId }) => `${lessonId} ${personId}`);
    for (const group of groups.values()) {
      const [first] = group;
      const room = first && (await deps.findRoom(first.roomId));
      const ids = group.map(({ id }) => id);
      // First into the hands of the meeting side, which keeps it: no crash in between
      // leaves a pass that is void here and opens something there.
      const told = first && room && deps.revoke(room.slug, first.lessonId, first.personId, ids);
      await store.voidThese(ids, clock());
      told?.catch(deps.onUntold);
    }
  }

  /** Whether what the pass says is still so. */
  async function isStillRight(pass: ActivePass, room: PassRoom | null): Promise<boolean> {
    const person = await deps.findPerson(pass.personId);
    if (!room || !person) return false;
    const relation = relationTo(asViewer(pass.personId, person), room.facts);
    if (relation === null) return false;
    if (relation === 'visitor' && room.facts.isClosedToVisitors) return false;
    return (relation === 'organizer') === (pass.affiliation === 'owner');
  }

  const stillStands = async (pass: ActivePass, sessionRef: string): Promise<boolean> =>
    (await deps.sessionStands(sessionRef)) &&
    (await isStillRight(pass, await deps.findRoom(pass.roomId)));

  async function recheck(passes: readonly ActivePass[]): Promise<void> {
    const wrong: ActivePass[] = [];
    for (const pass of passes) {
      const room = await deps.findRoom(pass.roomId);
      if (!(await isStillRight(pass, room))) wrong.push(pass);
    }
    await takeBack(wrong);
  }

  return {
    /**
     * The caller has asked the policy. @returns `null` when the right was withdrawn, or
     * the session ended, while the pass was made: nothing that looks for passes to take
     * back could have seen it before.
     */
    async issue(
      viewer: Viewer,
      affiliation: Affiliation,
      room: PassRoom,
      lesson: PassLesson,
    ): Promise<Pass | null> {
      const now = clock();
      const expiresAt = lesson.longestAt + deps.grace;
      const passId = randomId();
      const { chat, screenSharing } = room.settings;
      const claims = claimsOf(
        {
          person: { id: viewer.personId, name: viewer.name },
          affiliation,
          slug: room.slug,
          lessonId: lesson.id,
          passId,
          members: { chat, screenSharing },
          now,
          expiresAt,
        },
        issuer,
      );
      await store.add({
        id: passId,
        issuedAt: now,
        expiresAt,
        personId: viewer.personId,
        roomId: room.id,
        lessonId: lesson.id,
        affiliation,
        sessionRef: viewer.sessionRef,
      });
      const made = {
        id: passId,
        personId: viewer.personId,
        roomId: room.id,
        lessonId: lesson.id,
        affiliation,
      };
      if (!(await stillStands(made, viewer.sessionRef))) {
        await takeBack([made]);
        return null;
      }
      deps.onIssued(claims);
      return {
        pass: sign(claims),
        slug: room.slug,
        lessonId: lesson.id,
        personId: viewer.personId,
        affiliation,
        expiresAt,
      };
    },

    /** A room's organizers, classes or openness changed. */
    recheckRoom: async (roomId: string) => recheck(await store.activeIn(roomId, clock())),

    /** A person's role or classes changed, or the account is gone. */
    recheckPerson: async (personId: string) => recheck(await store.activeOf(personId, clock())),

    /** At the start: a right may have gone just before the process did. */
    recheckAll: async () => recheck(await store.allActive(clock())),

    /** A session was signed out or revoked: what it fetched is void. */
    endSession: async (sessionRef: string) =>
      takeBack(await store.activeOfSession(sessionRef, clock())),
  };
}

function asViewer(personId: string, person: Pick<Viewer, 'role' | 'classes'>): Viewer {
  return {
    personId,
    name: '',
    isAdmin: false,
    sessionRef: '',
    authTime: null,
    isShared: false,
    lingering: null,
    ...person,
  };
}
