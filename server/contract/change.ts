/** What slices, and later servers, tell each other: that something changed, never how it looks. */
import { z } from 'zod';

export const Change = z.discriminatedUnion('kind', [
  /** A room, its organizers or classes, its lesson, or who is in or waits. */
  z.object({ kind: z.literal('room'), roomId: z.string() }),
  z.object({ kind: z.literal('room-deleted'), roomId: z.string(), slug: z.string() }),
  /** A person's name, role or classes. */
  z.object({ kind: z.literal('person'), personId: z.string() }),
  z.object({
    kind: z.literal('session-ended'),
    sessionRef: z.string(),
    personId: z.string(),
    why: z.enum(['signed-out', 'expired', 'revoked']),
  }),
]);
export type Change = z.infer<typeof Change>;

export type Publish = (change: Change) => void;
