/** What slices, and later servers, tell each other: that something changed, never how it looks. */
import { z } from 'zod';
import { PersonId, RoomId, SessionRef, Slug } from './ids.ts';

export const Change = z.discriminatedUnion('kind', [
  /** A room, its organizers or classes, its lesson, or who is in. */
  z.object({ kind: z.literal('room'), roomId: RoomId }),
  /** Who waits at a room's door, which only its organizers see. */
  z.object({ kind: z.literal('waiting'), roomId: RoomId }),
  z.object({ kind: z.literal('room-deleted'), roomId: RoomId, slug: Slug }),
  /** A person's name, role or classes. */
  z.object({ kind: z.literal('person'), personId: PersonId }),
  z.object({
    kind: z.literal('session-ended'),
    sessionRef: SessionRef,
    personId: PersonId,
    why: z.enum(['signed-out', 'expired', 'revoked']),
  }),
]);
export type Change = z.infer<typeof Change>;

export type Publish = (change: Change) => void;
