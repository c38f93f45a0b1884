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
  return {
    add: (stream: Stream) => void open.add(stream),
    /** @returns whether it was open */
    remove: (stream: Stream): boolean => open.delete(stream),
    has: (stream: Stream): boolean => open.has(stream),
    [Symbol.iterator]: () => open[Symbol.iterator](),

    /** Open streams of this session. */
    countOf: (sessionRef: SessionRef): number =>
      [...open].filter(({ actor }) => actor.sessionRef === sessionRef).length,

    /** Whether a page of a room is open with this session, in any tab. */
    isInARoom: (sessionRef: SessionRef): boolean =>
      [...open].some(({ actor, slug }) => actor.sessionRef === sessionRef && slug !== null),

    /** Who waits on the page of this room, each person once. */
    waitingIn(slug: Slug): readonly Someone[] {
      const waiting = [...open].filter((stream) => stream.slug === slug && stream.mayWait);
      return [...new Map(waiting.map(({ actor }) => [actor.personId, actor.name]))].map(
        ([id, name]) => ({ id, name }),
      );
    },
  };
}
