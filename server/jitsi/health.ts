/** How the meeting server is, as of its last report. */
import type { MeetingHealth } from '../lessons/port.ts';
import type { Clock } from './send-command.ts';

/** No lesson is opened without a healthy report that is this young. */
const youngMs = 2 * 60_000;

export type Health = {
  note(report: { at: number; health: { isHealthy: boolean; cause?: string | undefined } }): void;
  now(): MeetingHealth;
};

export function createHealth(clock: Clock): Health {
  let last: { at: number; cause: string | undefined } | undefined;
  return {
    note({ at, health: { isHealthy, cause } }) {
      const why = isHealthy ? undefined : (cause ?? 'Prosody says that it is not healthy');
      last = { at: Math.min(at, clock()), cause: why };
    },
    now() {
      if (!last) return { isHealthy: false, cause: 'Prosody has not reported since the start' };
      if (clock() - last.at > youngMs) {
        const when = new Date(last.at).toISOString();
        return { isHealthy: false, cause: `Prosody reported last at ${when}` };
      }
      if (last.cause) return { isHealthy: false, cause: last.cause };
      return { isHealthy: true, at: last.at };
    },
  };
}
