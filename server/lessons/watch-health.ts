/** Says in the log when no lesson can be opened, why, and when it can again. */
import type { Log } from '../http/log.ts';
import type { MeetingAdapter } from './meeting-adapter.ts';

/** @returns a look, for every second */
export function watchHealth(adapter: Pick<MeetingAdapter, 'health'>, log: Log): () => void {
  let said: string | null = null;
  return () => {
    const health = adapter.health();
    const cause = health.isHealthy ? null : health.cause;
    if (cause === said) return;
    said = cause;
    if (cause === null) log.info({}, 'lessons can be opened again');
    else log.warn({ cause }, 'no lesson can be opened');
  };
}
