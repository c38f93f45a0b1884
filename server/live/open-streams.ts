/**
 * The event streams that are open, and what they tell of who is there: streams.ts tells
 * them what changed, lessons show who waits.
 */
import type { SessionRef, Slug } from '../contract/ids.ts';
import type { Someone } from '../contract/person.ts';
import type { Stream } from './streams.ts';

export type OpenStreams = ReturnType<typeof createOpenStreams>;

export function createOpenStreams() {
  const open = new Set<Stream>();
  const bySession = new Map<SessionRef, Set<Stream>>();
  const byRoom = new Map<Slug, Set<Stream>>();

  return {
    add(stream: Stream): void {
      open.add(stream);
      put(bySession, stream.actor.sessionRef, stream);
      if (stream.slug !== null) put(byRoom, stream.slug, stream);
    },
    /** @returns whether it was open */
    remove(stream: Stream): boolean {
      take(bySession, stream.actor.sessionRef, stream);
      if (stream.slug !== null) take(byRoom, stream.slug, stream);
      return open.delete(stream);
    },
    has: (stream: Stream): boolean => open.has(stream),
    [Symbol.iterator]: () => open[Symbol.iterator](),

    /** All who may be organizers of something. */
    *ofTeachers(): Generator<Stream> {
      for (const stream of open) if (stream.actor.role === 'teacher') yield stream;
    },

    /** Open streams of this session. */
    countOf: (sessionRef: SessionRef): number => bySession.get(sessionRef)?.size ?? 0,

    /** Whether a page of a room is open with this session, in any tab. */
    isInARoom: (sessionRef: SessionRef): boolean =>
      [...(bySession.get(sessionRef) ?? [])].some(({ slug }) => slug !== null),

    /** Who waits on the page of this room, each person once. */
    waitingIn(slug: Slug): readonly Someone[] {
      const waiting = [...(byRoom.get(slug) ?? [])].filter(({ mayWait }) => mayWait);
      return [...new Map(waiting.map(({ actor }) => [actor.personId, actor.name]))].map(
        ([id, name]) => ({ id, name }),
      );
    },
  };
}

function put<Key>(index: Map<Key, Set<Stream>>, key: Key, stream: Stream): void {
  const streams = index.get(key);
  if (streams) streams.add(stream);
  else index.set(key, new Set([stream]));
}

function take<Key>(index: Map<Key, Set<Stream>>, key: Key, stream: Stream): void {
  const streams = index.get(key);
  if (streams?.delete(stream) && streams.size === 0) index.delete(key);
}
