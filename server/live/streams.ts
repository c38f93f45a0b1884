/**
 * The open event streams, and what each of them is told. A room is loaded once
 * for a change and rendered for each stream by the same policy as lists and
 * pages, with the person's rights now; equal views are rendered once.
 */
import type { Change } from '../contract/change.ts';
import type { PersonId, RoomId, SessionRef, Slug } from '../contract/ids.ts';
import type { LiveEvent } from '../contract/live.ts';
import type { RoomView } from '../contract/room.ts';
import type { Session } from '../contract/session.ts';
import type { Actor } from '../http/auth.ts';
import { maySeeRoom, type Relation, type RoomFacts } from '../rooms/policy.ts';
import type { OpenStreams } from './open-streams.ts';

export type Stream = {
  actor: Actor;
  /** The room whose page has it open: waiting or in the meeting. */
  slug: Slug | null;
  roomId: RoomId | null;
  /** False for organizers: they are the ones whom others wait for. */
  mayWait: boolean;
  /** By room id, what this stream was told last; empty for a room that its page brought along. */
  told: Map<RoomId, string>;
  send(event: LiveEvent): void;
  /** Sends an event that is already written down; many streams share it. */
  sendText(text: string): void;
  close(): void;
};

/**
 * A room, as it is shown to many: `view` combines what everybody with the same relation to it sees
 * with `own`, what one viewer alone sees. `Own` is plain data.
 */
export type RoomSight<Own = unknown> = {
  facts: RoomFacts;
  ownOf(actor: Actor, audience: Relation): Own;
  view(audience: Relation, own: Own): RoomView;
};

export type StreamsDeps = {
  open: OpenStreams;
  sightOf(roomId: RoomId): Promise<RoomSight | null>;
  /** Who this is now; `null` when the session is over. */
  viewerNow(sessionRef: SessionRef): Promise<Actor | null>;
  sessionNow(sessionRef: SessionRef): Promise<Session | null>;
  /** Ids of the rooms in this person's list. */
  listed(actor: Actor): Promise<readonly RoomId[]>;
  /** Somebody began or stopped to wait in this room. */
  onWaiting(roomId: RoomId): void;
};

type EndedWhy = Extract<LiveEvent, { kind: 'session-ended' }>['why'];

export type Streams = ReturnType<typeof createStreams>;

export function createStreams(deps: StreamsDeps) {
  const { open } = deps;

  async function tellRoom(roomId: RoomId, streams: Iterable<Stream> = open): Promise<void> {
    const sight = await deps.sightOf(roomId);
    const render = sight && createRender(sight);
    for (const stream of streams) {
      const audience = sight && audienceOf(stream, sight);
      if (render && audience) {
        tellOnce(stream, roomId, render(stream.actor, audience));
      } else if (stream.told.delete(roomId) && sight) {
        stream.send({ kind: 'room-gone', slug: sight.facts.slug });
      }
    }
  }

  function tellDeleted(roomId: RoomId, slug: Slug): void {
    for (const stream of open) {
      if (stream.told.delete(roomId)) stream.send({ kind: 'room-gone', slug });
    }
  }

  /**
   * A person's rights changed: their streams show from now on what they may see with the new ones.
   */
  async function tellPerson(personId: PersonId): Promise<void> {
    for (const stream of [...open].filter(({ actor }) => actor.personId === personId)) {
      const actor = await deps.viewerNow(stream.actor.sessionRef);
      if (!actor) continue;
      stream.actor = actor;
      const session = await deps.sessionNow(stream.actor.sessionRef);
      if (session) stream.send({ kind: 'session', session });
      await tellRooms(stream);
    }
  }

  /**
   * Tells of the rooms that the person may see now, and of those that are gone: after a change of
   * class, for example.
   */
  async function tellRooms(stream: Stream): Promise<void> {
    const listed = await deps.listed(stream.actor);
    for (const roomId of new Set([...stream.told.keys(), ...listed]))
      await tellRoom(roomId, [stream]);
  }

  function endSession(sessionRef: SessionRef, why: EndedWhy): void {
    for (const stream of [...open].filter(({ actor }) => actor.sessionRef === sessionRef)) {
      end(stream, why);
    }
  }

  /** Sends why the stream ends, once and as its last event. */
  function end(stream: Stream, why: EndedWhy): void {
    if (!open.has(stream)) return;
    stream.send({ kind: 'session-ended', why });
    remove(stream);
    stream.close();
  }

  function remove(stream: Stream): void {
    if (open.remove(stream) && stream.roomId !== null) deps.onWaiting(stream.roomId);
  }

  /** Reads the person's rights again; ends the stream where there are none left. */
  async function followRights(stream: Stream): Promise<void> {
    const actor = await deps.viewerNow(stream.actor.sessionRef);
    if (actor && (!actor.lingering || actor.lingering.slug === stream.slug)) {
      stream.actor = actor;
      return;
    }
    end(stream, 'expired');
  }

  return {
    /**
     * The rights are read again afterwards: what changed since the request was decided was told
     * only to streams that were open already.
     */
    async add(stream: Stream): Promise<void> {
      open.add(stream);
      if (stream.roomId !== null) deps.onWaiting(stream.roomId);
      await followRights(stream);
    },

    remove,

    async tell(change: Change): Promise<void> {
      switch (change.kind) {
        case 'room':
          return tellRoom(change.roomId);
        case 'waiting':
          return tellRoom(change.roomId, open.ofTeachers());
        case 'room-deleted':
          return tellDeleted(change.roomId, change.slug);
        case 'person':
          return tellPerson(change.personId);
        case 'session-ended':
          return endSession(change.sessionRef, change.why);
        default:
          return change satisfies never;
      }
    },

    /** Closes the streams of sessions that are over by now; those that linger stay. */
    async closeEnded(): Promise<void> {
      for (const stream of open) await followRights(stream);
    },

    countOf: open.countOf,
    isInARoom: open.isInARoom,

    closeAll(): void {
      for (const stream of open) stream.close();
    },
  };
}

/** As it goes over the wire: JSON has no line break that would end it. */
export const eventText = (event: LiveEvent): string => `data: ${JSON.stringify(event)}\n\n`;

/**
 * Sends nothing where nothing changed for this viewer. Otherwise the number of events would show
 * how many people come to the door, which is only for organizers.
 */
function tellOnce(stream: Stream, roomId: RoomId, text: string): void {
  if (stream.told.get(roomId) === text) return;
  stream.told.set(roomId, text);
  stream.sendText(text);
}

/**
 * What this stream's viewer is to the room, if they may see it at all; a visitor sees it only on
 * its own page.
 */
function audienceOf({ actor, slug }: Stream, { facts }: RoomSight): Relation | null {
  const decision = maySeeRoom({ kind: 'person', actor }, facts);
  if (!decision.allowed) return null;
  const { relation } = decision;
  return relation === 'visitor' && slug !== facts.slug ? null : relation;
}

/**
 * Renders the room for one viewer as text. Viewers with the same relation and equal data of their
 * own get the same text, made once: a class that waits for one lesson sees the same.
 */
export function createRender(sight: RoomSight): (actor: Actor, audience: Relation) => string {
  const written = new Map<string, string>();
  return (actor, audience) => {
    const own = sight.ownOf(actor, audience);
    const key = JSON.stringify([audience, own]);
    const known = written.get(key);
    if (known !== undefined) return known;
    const room = sight.view(audience, own);
    const text = eventText({ kind: 'room', room });
    written.set(key, text);
    return text;
  };
}
