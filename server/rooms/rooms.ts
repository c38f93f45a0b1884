/**
 * Rooms: listing, creating, changing, and who organizes them. Decisions are in
 * policy.ts, and made in the transaction that follows from them; the SQL is in
 * rooms-store.ts; lessons are told of whatever may take a right away.
 */
import { randomInt } from 'node:crypto';
import type { z } from 'zod';
import { RoomColour } from '../contract/door.ts';
import { type PersonId, RoomId, type SessionRef, type Slug } from '../contract/ids.ts';
import {
  type ChangeRoom,
  type CreateRoom,
  maxClasses,
  type RoomRules,
  type RoomsFound,
  type RoomView,
} from '../contract/room.ts';
import { searchFor } from '../contract/words.ts';
import type { Auth, Actor } from '../http/auth.ts';
import { randomId } from '../crypto.ts';
import type { AfterCommit, Transact } from '../http/transact.ts';
import {
  type Decision,
  type Refused,
  type Relation,
  relationTo,
  type RoomDecision,
  type RoomFacts,
} from './policy.ts';
import { type ClassesChange, factsOf, type Room, type RoomStore } from './rooms-store.ts';
import { newSlug } from './slug.ts';
import { type SeenLesson, type SeenRoom, seeRoom } from './view.ts';

/** What a room's change touches, bound to one transaction. */
export type RoomsTx = AfterCommit & {
  rooms: RoomStore;
  /** Whose session this is now, read in this transaction. */
  authNow(sessionRef: SessionRef): Promise<Auth>;
  /**
   * Somebody may have lost a right in this room: takes back the passes that do not follow from one
   * any more.
   */
  revokePasses: { ofRoom(roomId: RoomId): Promise<void> };
  /** The lesson that is open there, if there is one. */
  lessonIn: {
    end(roomId: RoomId, reason: 'room-deleted'): Promise<unknown>;
    configure(roomId: RoomId, rules: RoomRules): Promise<unknown>;
  };
};

export type RoomsDeps = {
  /** For reading; changes go through `transact`. */
  store: RoomStore;
  transact: Transact<RoomsTx>;
  clock: () => number;
  /** What there is to see of the lessons in these rooms. */
  lessonsIn(roomIds: readonly RoomId[]): Promise<ReadonlyMap<RoomId, SeenLesson>>;
  /** By room, when its last lesson opened, ms; without those that had none. */
  lastUsedIn(roomIds: readonly RoomId[]): Promise<ReadonlyMap<RoomId, number>>;
  /** Who waits on the page of this room, each person once. */
  waitingIn(slug: Slug): readonly unknown[];
};

/** The person who makes the change, and the policy that has to allow it. */
export type DoneBy = {
  actor: Actor;
  may(auth: Auth, room: RoomFacts | null): Decision | RoomDecision;
};

/** How many rooms a search lists at most. */
const maxFound = 20;
/** One page of all rooms; more are found by words. */
const maxListed = 50;

/** The rules of a new room. Only organizers share their screen until they allow it to others. */
export const initialRules: RoomRules = {
  chat: true,
  screenSharing: false,
  promotion: true,
  lobby: false,
};

export type Rooms = ReturnType<typeof createRooms>;

export function createRooms({ store, transact, clock, ...deps }: RoomsDeps) {
  async function seeAll(rooms: readonly Room[]): Promise<{ room: Room; seen: SeenRoom }[]> {
    const ids = rooms.map(({ id }) => id);
    const [lessons, lastUsed] = await Promise.all([deps.lessonsIn(ids), deps.lastUsedIn(ids)]);
    return rooms.map((room) => ({
      room,
      seen: seeRoom(room, {
        lesson: lessons.get(room.id),
        lastUsedAt: lastUsed.get(room.id) ?? null,
        waitingCount: deps.waitingIn(room.slug).length,
      }),
    }));
  }

  async function see(room: Room): Promise<SeenRoom> {
    const [only] = await seeAll([room]);
    if (!only) throw new Error('a room that is there is not seen');
    return only.seen;
  }

  const listed = (actor: Actor): Promise<readonly Room[]> =>
    actor.role === 'teacher'
      ? store.organizedBy(actor.personId)
      : store.ofClasses(actor.role === 'student' ? actor.classes : []);

  async function viewAll(rooms: readonly Room[], actor: Actor): Promise<RoomView[]> {
    const all = await seeAll(rooms);
    return all.flatMap(({ room, seen }) => {
      const relation = relationTo(actor, factsOf(room));
      return relation ? [viewFor(seen, actor, relation)] : [];
    });
  }

  return {
    find: (slug: Slug) => store.bySlug(slug),
    count: () => store.count(),

    /** Any room whose name, or an organizer's, contains the words: for administrators. */
    async findAny(words: string): Promise<{ rooms: readonly Room[]; isCut: boolean }> {
      const isFound = words.trim() === '' ? () => true : searchFor(words);
      const found = (await store.all()).filter((room) => isFound(textsOf(room)));
      return { rooms: found.slice(0, maxListed), isCut: found.length > maxListed };
    },

    view: async (room: Room, actor: Actor, relation: Relation): Promise<RoomView> =>
      viewFor(await see(room), actor, relation),

    /** One room, seen by many: loaded once, rendered for each. */
    async sight(roomId: RoomId): Promise<RoomSight | null> {
      const room = await store.byId(roomId);
      return room && { room, seen: await see(room) };
    },

    /** A teacher's own rooms, or those of a student's classes. */
    list: async (actor: Actor): Promise<RoomView[]> => viewAll(await listed(actor), actor),

    /** The ids of the same; every page that opens asks. */
    idsFor: (actor: Actor): Promise<readonly RoomId[]> =>
      actor.role === 'teacher'
        ? store.idsOrganizedBy(actor.personId)
        : store.idsOfClasses(actor.role === 'student' ? actor.classes : []),

    /** Colleagues' rooms whose name, organizers and classes have each of the words in them. */
    async findColleagues(actor: Actor, words: string): Promise<RoomsFound> {
      const isFound = searchFor(words);
      const rooms = await store.visitable(actor.personId);
      const found = rooms.filter((room) => isFound(textsOf(room)));
      return {
        rooms: await viewAll(found.slice(0, maxFound), actor),
        isCut: found.length > maxFound,
      };
    },

    async create(
      actor: Actor,
      { name, classes = [], colour = anyColour(), picture = null }: CreateRoom,
    ): Promise<RoomView> {
      const id = RoomId.parse(randomId());
      const slug = newSlug(name);
      const organizerId = actor.personId;
      const rules = initialRules;
      await transact(async (tx) => {
        await tx.rooms.create({
          id,
          slug,
          name,
          rules,
          classes,
          colour,
          picture,
          organizerId,
          createdAt: clock(),
        });
        tx.publish({ kind: 'room', roomId: id });
      });
      const room = await store.bySlug(slug);
      if (!room) throw new Error('the room that was just created is not there');
      return viewFor(await see(room), actor, 'organizer');
    },

    change: (by: DoneBy, room: Room, { classes, rules, ...rest }: z.output<typeof ChangeRoom>) =>
      transact(async (tx): Promise<Refused | null> => {
        const before = await tx.rooms.byId(room.id);
        const refused = await refusalOf(tx, by, before);
        if (refused || !before) return refused;
        if (classes && countAfter(before.classes, classes) > maxClasses) {
          return { allowed: false, code: 'too-many-classes' };
        }
        const merged = rules && { ...before.rules, ...withoutUndefined(rules) };
        await tx.rooms.change(room.id, { ...rest, rules: merged }, classes);
        if (rest.isArchived) await tx.lessonIn.end(room.id, 'room-deleted');
        else if (merged && isHeldInMeeting(before.rules, merged)) {
          await tx.lessonIn.configure(room.id, merged);
        }
        await changed(tx, room.id);
        return null;
      }),

    /** Deletes the room for good; its slug is remembered, so that it is never given again. */
    delete: (by: DoneBy, { id, slug }: Room) =>
      transact(async (tx): Promise<Refused | null> => {
        const refused = await refusalOf(tx, by, await tx.rooms.byId(id));
        if (refused) return refused;
        await tx.lessonIn.end(id, 'room-deleted');
        await tx.rooms.delete(id);
        tx.publish({ kind: 'room-deleted', roomId: id, slug });
        return null;
      }),

    addOrganizer: (by: DoneBy, { id }: Room, personId: PersonId) =>
      transact(async (tx): Promise<Refused | null> => {
        const refused = await refusalOf(tx, by, await tx.rooms.byId(id));
        if (refused) return refused;
        await tx.rooms.addOrganizer(id, personId, clock());
        await changed(tx, id);
        return null;
      }),

    removeOrganizer: (by: DoneBy, { id }: Room, personId: PersonId) =>
      transact(async (tx): Promise<Refused | null> => {
        const refused = await refusalOf(tx, by, await tx.rooms.byId(id));
        if (refused) return refused;
        // The store changes nothing when this is the last organizer.
        const isDone = await tx.rooms.removeOrganizer(id, personId);
        if (!isDone) return { allowed: false, code: 'last-organizer' };
        await changed(tx, id);
        return null;
      }),
  };
}

/**
 * Asks the policy again inside the transaction: the right may have gone since the request began.
 */
async function refusalOf(
  tx: RoomsTx,
  { actor, may }: DoneBy,
  room: Room | null,
): Promise<Refused | null> {
  const decision = may(await tx.authNow(actor.sessionRef), room && factsOf(room));
  return decision.allowed ? null : decision;
}

async function changed(tx: RoomsTx, roomId: RoomId): Promise<void> {
  await tx.revokePasses.ofRoom(roomId);
  tx.publish({ kind: 'room', roomId });
}

const viewFor = (seen: SeenRoom, actor: Actor, relation: Relation): RoomView =>
  seen.view(relation, seen.ownOf(actor, relation));

/** Whether the rules that changed are held by the meeting side, which then has to be told. */
const isHeldInMeeting = (before: RoomRules, after: RoomRules): boolean =>
  before.promotion !== after.promotion || before.lobby !== after.lobby;

const countAfter = (before: readonly string[], { add, remove }: ClassesChange): number =>
  new Set([...before.filter((classId) => !remove.includes(classId)), ...add]).size;

const textsOf = ({ name, organizers, classes }: Room): readonly string[] => [
  name,
  ...organizers.map((organizer) => organizer.name),
  ...classes,
];

const anyColour = (): RoomColour =>
  RoomColour.options[randomInt(RoomColour.options.length)] ?? 'green';

export type RoomSight = { room: Room; seen: SeenRoom };

function withoutUndefined(rules: NonNullable<ChangeRoom['rules']>): Partial<RoomRules> {
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
}
