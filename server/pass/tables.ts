/** The audit trail: one row for each pass; never the pass itself. */
export type PassTables = {
  passIssued: {
    /** `jti` of the pass. */
    id: string;
    issuedAt: number;
    expiresAt: number;
    personId: string;
    roomId: string;
    lessonId: string;
    affiliation: 'owner' | 'member';
    sessionRef: string;
    voidedAt: number | null;
  };
};
