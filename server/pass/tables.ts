/** The audit trail: one row for each pass. The pass itself is never stored. */
import type { LessonId, PassId, PersonId, RoomId, SessionRef } from '../contract/ids.ts';
export type PassTables = {
  passIssued: {
    /** `jti` of the pass. */
    id: PassId;
    issuedAt: number;
    expiresAt: number;
    personId: PersonId;
    roomId: RoomId;
    lessonId: LessonId;
    affiliation: 'owner' | 'member';
    sessionRef: SessionRef;
    voidedAt: number | null;
  };
};
