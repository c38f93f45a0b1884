/**
 * Where slices publish that something changed. Changes of one room that come
 * close together are told once: a class that opens its waiting pages in the same
 * second makes one event for the teacher, not thirty.
 */
import type { Change, Publish } from '../contract/change.ts';
import type { Log } from '../http/log.ts';

/** How long changes of one room are gathered, ms. */
const gathering = 30;

export type Changes = {
  publish: Publish;
  subscribe(listener: (change: Change) => Promise<void>): void;
};

export function createChanges(log: Log): Changes {
  const listeners: ((change: Change) => Promise<void>)[] = [];
  const gathered = new Set<string>();

  function tell(change: Change): void {
    for (const listener of listeners) {
      listener(change).catch((error: unknown) =>
        log.error({ err: error, change }, 'change not told'),
      );
    }
  }

  return {
    publish(change) {
      if (change.kind !== 'room' && change.kind !== 'waiting') return tell(change);
      const key = `${change.kind} ${change.roomId}`;
      if (gathered.has(key)) return;
      gathered.add(key);
      setTimeout(() => {
        gathered.delete(key);
        tell(change);
      }, gathering);
    },
    subscribe: (listener) => void listeners.push(listener),
  };
}
