/**
 * What systemd is told: that Homeroom serves, that it still does, that it stops. See sd_notify(3)
 * and sd_watchdog_enabled(3).
 *
 * The messages go to a datagram socket of the file system, which Node cannot write to: systemd's own
 * program does it, some milliseconds every quarter of the time that systemd waits.
 */
import { execFile } from 'node:child_process';

export type ServiceManager = {
  /** It serves; from now on it says again and again that it still does. */
  ready(): void;
  stopping(): void;
};

type Surroundings = Readonly<Record<string, string | undefined>>;

/** Says assignments such as `READY=1`. */
export type Notify = (assignments: readonly string[]) => void;

/** What it says is lost where the program is missing: systemd says then what it waited for. */
export const systemdNotify: Notify = (assignments) => {
  execFile('systemd-notify', assignments, () => {});
};

/**
 * @param surroundings NOTIFY_SOCKET is there when systemd listens, WATCHDOG_USEC when it waits for
 *   signs of life; WATCHDOG_PID says whose, and may be another process's
 */
export function createServiceManager(
  surroundings: Surroundings,
  notify: Notify,
  pid: number,
): ServiceManager {
  if (!surroundings['NOTIFY_SOCKET']) return { ready: () => {}, stopping: () => {} };
  const timeout = watchdogMs(surroundings, pid);
  let signs: NodeJS.Timeout | undefined;
  return {
    ready() {
      notify(['READY=1', 'STATUS=Serving.']);
      // A loop that hangs sends none, and systemd starts Homeroom anew.
      if (timeout !== null) signs = setInterval(() => notify(['WATCHDOG=1']), timeout / 4);
    },
    stopping() {
      clearInterval(signs);
      notify(['STOPPING=1']);
    },
  };
}

function watchdogMs(surroundings: Surroundings, pid: number): number | null {
  const microseconds = Number(surroundings['WATCHDOG_USEC'] ?? Number.NaN);
  const whose = surroundings['WATCHDOG_PID'];
  const isOurs = whose === undefined || Number(whose) === pid;
  return isOurs && microseconds > 0 ? microseconds / 1_000 : null;
}
