/** Tables of the rooms slice. */
export type RoomTables = {
  room: {
    id: string;
    slug: string;
    name: string;
    createdAt: number;
    isClosedToVisitors: number;
    isArchived: number;
    /** JSON: RoomSettings */
    settings: string;
  };
  roomOrganizer: { roomId: string; personId: string; addedAt: number };
  roomClass: { roomId: string; classId: string };
  /** Every slug ever given: none comes back, not even after its room was deleted. */
  slugUsed: { slug: string };
};
