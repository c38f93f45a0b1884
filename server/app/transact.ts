/**
 * One transaction over every slice: their stores on it, what one slice needs of another
 * in it, and what is told once it is written. Each slice sees the narrow part that it
 * asks for.
 */
import type { Change, Publish } from '../contract/change.ts';
import type { LessonId, PassId, PersonId, RoomId, SessionRef, Slug } from '../contract/ids.ts';
import type { RoomRules } from '../contract/room.ts';
import type { EndReason } from '../lessons/commands.ts';
import { lessonRules } from '../lessons/open-lessons.ts';
import type { Transition } from '../lessons/transition.ts';
import type { RevokePasses } from '../pass/revoke.ts';
import { factsOf, type Room } from '../rooms/rooms-store.ts';
import type { AskingIn, AuthenticateCookie } from '../session/asking-of.ts';
import type { BoundStores, Stores } from './deps.ts';

export type TransactDeps = {
  stores: Stores;
  clock: () => number;
  grace: number;
  transition: Transition;
  revokePasses: RevokePasses;
  authenticateIn: AskingIn;
  authenticateCookie: AuthenticateCookie;
  publish: Publish;
  /** Delivers what was kept for the meeting side. */
  deliver(lessonId: LessonId): void;
};

export type Tx = ReturnType<typeof bind>;

const withFacts = (room: Room) => ({ ...room, facts: factsOf(room) });

type Written = { changes: Change[]; lessons: Set<LessonId>; later: (() => void)[] };

function bind(stores: BoundStores, deps: TransactDeps, written: Written) {
  const { sessions, rooms, lessons, passes, outbox } = stores;
  const { transition, revokePasses, clock } = deps;

  const base = {
    sessions,
    rooms,
    outbox,
    lessonRows: lessons,
    passRows: passes,
    passes,
    publish: (change: Change) => void written.changes.push(change),
    afterCommit: (work: () => void) => void written.later.push(work),
    deliverLater: (lessonId: LessonId) => void written.lessons.add(lessonId),
    rulesOf: async (roomId: RoomId) => (await rooms.byId(roomId))?.rules ?? null,
  };
  const facts = {
    ...base,
    async factsOfRoom(roomId: RoomId) {
      const room = await rooms.byId(roomId);
      return room && factsOf(room);
    },
    async factsOfPerson(personId: PersonId) {
      const person = await sessions.findPerson(personId);
      return person && { ...person, personId };
    },
    revoke: (lessonId: LessonId, personId: PersonId, passIds: readonly PassId[]) =>
      transition.onLesson(base, lessonId, { kind: 'revoke', personId, passIds }),
  };
  return {
    ...facts,
    authNow: (sessionRef: SessionRef) => deps.authenticateIn(sessions, sessionRef),
    authenticate: (cookie: string | undefined) => deps.authenticateCookie(sessions, cookie),
    attend: (actor: { sessionRef: SessionRef }, slug: Slug) =>
      sessions.attend(actor.sessionRef, slug),
    useLastPass: (actor: { sessionRef: SessionRef }) => sessions.useLastPass(actor.sessionRef),
    async findRoom(slug: Slug) {
      const room = await rooms.bySlug(slug);
      return room && withFacts(room);
    },
    findRoomFor: (slug: Slug, personId: PersonId) => rooms.forPerson(slug, personId),
    async findLessonFor(roomId: RoomId, personId: PersonId) {
      const found = await lessons.openFor(roomId, personId);
      if (!found) return null;
      const { lesson, wasIn, isRemoved } = found;
      const { id, state, isClosedToNewcomers } = lesson;
      const isTold = lesson.toldAt !== null;
      return { lesson, facts: { id, state, isTold, isClosedToNewcomers, wasIn, isRemoved } };
    },
    /** The lesson that is open in a room, if there is one. */
    lessonIn: {
      end: (roomId: RoomId, reason: EndReason) =>
        transition.inRoom(base, roomId, { kind: 'end', reason }),
      configure: (roomId: RoomId, rules: RoomRules) =>
        transition.inRoom(base, roomId, {
          kind: 'configure',
          rules: lessonRules(rules, deps.grace),
        }),
    },
    /** Takes back the passes whose right is gone. */
    revokePasses: {
      ofRoom: (roomId: RoomId) => revokePasses.ofRoom(facts, roomId),
      ofPerson: (personId: PersonId) => revokePasses.ofPerson(facts, personId),
      ofSession: (sessionRef: SessionRef) => revokePasses.ofSession(facts, sessionRef),
      ofAll: () => revokePasses.ofAll(facts),
    },
    clock,
  };
}

export function createTransact(deps: TransactDeps) {
  return async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const written: Written = { changes: [], lessons: new Set(), later: [] };
    const result = await deps.stores.inTransaction((stores) => work(bind(stores, deps, written)));
    for (const then of written.later) then();
    for (const change of written.changes) deps.publish(change);
    for (const lessonId of written.lessons) deps.deliver(lessonId);
    return result;
  };
}
