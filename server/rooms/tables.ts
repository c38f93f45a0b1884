/** Tables of the rooms slice. */
import type { PersonId, RoomId, Slug } from '../contract/ids.ts';
export type RoomTables = {
  room: {
    id: RoomId;
    slug: Slug;
    name: string;
    createdAt: number;
    isClosedToVisitors: number;
    isArchived: number;
    /** JSON: RoomRules */
    rules: string;
    colour: string;
    picture: string | null;
  };
  roomOrganizer: { roomId: RoomId; personId: PersonId; addedAt: number };
  roomClass: { roomId: RoomId; classId: string };
  /** Every slug ever given: none comes back, not even after its room was deleted. */
  slugUsed: { slug: Slug };
};
