/** The one server-sent-event stream: what it says. `data:` is one LiveEvent as JSON. */
import { z } from 'zod';
import { Slug } from './ids.ts';
import { RoomView } from './room.ts';
import { Session } from './session.ts';

export const LiveEvent = z.discriminatedUnion('kind', [
  /** First on every connection. After any gap the page refetches. */
  z.object({ kind: z.literal('hello'), now: z.number() }),
  /** A room as this person sees it now: new, changed, or its lesson changed. */
  z.object({ kind: z.literal('room'), room: RoomView }),
  /** A room that this person sees no longer. */
  z.object({ kind: z.literal('room-gone'), slug: Slug }),
  /** Name, role, classes or the session's end changed. */
  z.object({ kind: z.literal('session'), session: Session }),
  /** The last event of a stream. */
  z.object({
    kind: z.literal('session-ended'),
    why: z.enum(['signed-out', 'expired', 'revoked']),
  }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;
