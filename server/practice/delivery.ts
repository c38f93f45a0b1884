/**
 * Events to Homeroom, in order and one at a time: the next one goes when the
 * promise of the last is settled, and a rejected one goes again. Events that
 * happen before anybody listens wait.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { MeetingEvent } from '../lessons/meeting-adapter.ts';

export type Log = {
  info(what: object, message: string): void;
  warn(what: object, message: string): void;
};

type Listener = (event: MeetingEvent) => Promise<void>;

export type Delivery = {
  push(event: MeetingEvent): void;
  start(listener: Listener): void;
  /** Stops; what was not delivered is dropped. Resolves when a delivery under way has settled. */
  close(): Promise<void>;
};

const firstBackoffMs = 100;
const maxBackoffMs = 5_000;

export function createDelivery(log: Log): Delivery {
  const waiting: MeetingEvent[] = [];
  const stopping = new AbortController();
  let listener: Listener | undefined;
  let isDraining = false;
  let draining = Promise.resolve();

  async function deliver(event: MeetingEvent, listen: Listener): Promise<void> {
    for (let backoffMs = firstBackoffMs; !stopping.signal.aborted; backoffMs *= 2) {
      try {
        return await listen(event);
      } catch (error) {
        log.warn({ error, event: event.kind }, 'practice meeting: event was not taken, again soon');
        await pause(Math.min(backoffMs, maxBackoffMs), undefined, stopping).catch(() => undefined);
      }
    }
  }

  async function drain(listen: Listener): Promise<void> {
    while (!stopping.signal.aborted) {
      const event = waiting.shift();
      if (!event) break;
      await deliver(event, listen);
    }
    isDraining = false;
  }

  function wake(): void {
    if (!listener || isDraining) return;
    isDraining = true;
    draining = drain(listener);
  }

  return {
    push(event) {
      waiting.push(event);
      wake();
    },
    start(onEvent) {
      listener = onEvent;
      wake();
    },
    async close() {
      stopping.abort();
      await draining;
    },
  };
}
