/** Tables of the jitsi slice. */
export type JitsiTables = {
  /** Commands that Prosody has not acknowledged yet. */
  commandOutbox: {
    id: string;
    keptAt: number;
    /** A Command of protocol.ts, as JSON. */
    command: string;
  };
};
