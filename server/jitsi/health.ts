/** How the meeting server is, as of its last report, and how far its clock is off. */
import type { MeetingHealth } from '../lessons/meeting-adapter.ts';
import type { Clock } from './send-command.ts';

/** No lesson is opened without a healthy report that is this young. */
const youngMs = 2 * 60_000;
/**
 * Beyond this, passes may be refused: one is valid from a minute before it was signed, and Prosody
 * allows no leeway.
 */
const maxDriftMs = 30_000;

type Reported = { at: number; health: { isHealthy: boolean; cause?: string | undefined } };

export type Health = {
  /** @param driftMs Prosody's clock minus this one, when the report came in */
  note(report: Reported, driftMs: number): void;
  /** A report with a right signature that is too old, or too new, to be taken. */
  noteStale(driftMs: number): void;
  now(): MeetingHealth;
};

export function createHealth(clock: Clock): Health {
  let last: { at: number; cause: string | undefined } | undefined;
  let stale: { at: number; driftMs: number } | undefined;

  const isYoung = ({ at }: { at: number }): boolean => clock() - at <= youngMs;

  return {
    note({ health: { isHealthy, cause } }, driftMs) {
      const told = isHealthy ? undefined : (cause ?? 'Prosody says that it is not healthy');
      const isOff = Math.abs(driftMs) > maxDriftMs;
      last = { at: clock(), cause: isOff ? sentenceOf(driftMs) : told };
      stale = undefined;
    },
    noteStale(driftMs) {
      stale = { at: clock(), driftMs };
    },
    now() {
      if (last && isYoung(last)) {
        const { cause } = last;
        return cause ? { isHealthy: false, cause } : { isHealthy: true, at: last.at };
      }
      // Anybody on this machine may send an old report again, so it changes nothing
      // while fresh ones come in.
      if (stale && isYoung(stale)) return { isHealthy: false, cause: sentenceOf(stale.driftMs) };
      if (!last) return { isHealthy: false, cause: 'Prosody has not reported since the start' };
      const when = new Date(last.at).toISOString();
      return { isHealthy: false, cause: `Prosody reported last at ${when}` };
    },
  };
}

function sentenceOf(driftMs: number): string {
  const seconds = Math.round(Math.abs(driftMs) / 1_000);
  const span = `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const way = driftMs < 0 ? 'behind' : 'ahead of';
  return `Prosody's clock is ${span} ${way} Homeroom's: set both machines by the same time server`;
}
