/** Tables of the lessons slice. */
import type { LessonId, PassId, PersonId, RoomId } from '../contract/ids.ts';
export type LessonTables = {
  lesson: {
    id: LessonId;
    roomId: RoomId;
    state: 'opening' | 'running' | 'ending' | 'ended';
    openedAt: number;
    /** Empty once this person was forgotten. */
    openedBy: PersonId | '';
    /** When the meeting side had made it durable; no pass before. */
    toldAt: number | null;
    runningSince: number | null;
    /** `opening` and `ending`: when it ends by itself. */
    deadlineAt: number | null;
    maxEndsAt: number;
    endedAt: number | null;
    endReason: string | null;
    isClosedToNewcomers: number;
  };
  /** Who is in, as the meeting side reports it: one row an entry. */
  lessonOccupant: {
    occupantId: string;
    lessonId: LessonId;
    personId: PersonId;
    passId: PassId;
    affiliation: 'owner' | 'member';
    breakoutId: string | null;
    enteredAt: number;
  };
  /** What is kept of a person for one lesson. */
  lessonPerson: {
    lessonId: LessonId;
    personId: PersonId;
    wasIn: number;
    isPromoted: number;
    isRemoved: number;
  };
};

export type OutboxTables = {
  /** Commands to the meeting side that it has not acknowledged yet. */
  lessonCommand: {
    order: number;
    lessonId: LessonId;
    /** JSON: LessonCommand */
    command: string;
  };
  /** One row: the order of the command that was given last. */
  commandCounter: { last: number };
};
