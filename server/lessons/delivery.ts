/**
 * Delivers what is in the outbox: the commands of one lesson in their order, lessons
 * side by side. What is not acknowledged is tried again, after a pause or as soon as the
 * meeting side is heard of, over restarts of either side.
 */
import type { LessonId } from '../contract/ids.ts';
import type { Log } from '../http/log.ts';
import type { LessonCommand, Ordered } from './commands.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { DeliverCommand } from './meeting-adapter.ts';

export type DeliveryDeps = {
  outbox: Pick<OutboxStore, 'pending' | 'pendingOf'>;
  deliver: DeliverCommand;
  /** Takes it out of the outbox, and notes what follows, in one transaction. */
  onDone(command: Ordered<LessonCommand>): Promise<void>;
  /** @returns whether it was kept anew, with a number above that one */
  onSuperseded(command: Ordered<LessonCommand>, by: number, mayRepeat: boolean): Promise<boolean>;
  log: Pick<Log, 'warn'>;
  /** Between two tries, ms. */
  retryMs?: number;
};

type Running = { done: Promise<void>; isMore: boolean };

export function createDelivery(deps: DeliveryDeps) {
  const { outbox, deliver, onDone, onSuperseded, log, retryMs = 5_000 } = deps;
  /** The deliveries that run, by lesson; `isMore` when another was asked for meanwhile. */
  const atWork = new Map<LessonId, Running>();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  /** @returns whether the command has to be delivered again, under its new number */
  async function deliverOne(command: Ordered<LessonCommand>, mayRepeat: boolean): Promise<boolean> {
    const delivered = await deliver(command);
    if (delivered.kind === 'superseded') return onSuperseded(command, delivered.order, mayRepeat);
    await onDone(command);
    return false;
  }

  /** One lesson's commands until none is left, or one is not acknowledged. */
  async function deliverAllOf(lessonId: LessonId): Promise<void> {
    for (let isNumberedAnew = false; ;) {
      const [next] = isClosed ? [] : await outbox.pendingOf(lessonId);
      if (!next) return;
      isNumberedAnew = await deliverOne(next, !isNumberedAnew);
    }
  }

  async function work(lessonId: LessonId, running: Running): Promise<void> {
    try {
      await deliverAllOf(lessonId);
    } catch (error) {
      log.warn({ err: error, lessonId }, 'commands wait for the meeting server');
      later();
    }
    atWork.delete(lessonId);
    if (running.isMore) await flush(lessonId);
  }

  function later(): void {
    if (isClosed) return;
    clearTimeout(timer);
    timer = setTimeout(wakeAll, retryMs);
    timer.unref();
  }

  /** Tries what is left of this lesson; resolves when it was delivered, or has to wait. */
  function flush(lessonId: LessonId): Promise<void> {
    const running = atWork.get(lessonId);
    if (running) running.isMore = true;
    if (running || isClosed) return running?.done ?? Promise.resolve();
    const started = { done: Promise.resolve(), isMore: false };
    atWork.set(lessonId, started);
    started.done = work(lessonId, started);
    return started.done;
  }

  async function flushAll(): Promise<void> {
    const lessonIds = new Set((await outbox.pending()).map(({ lessonId }) => lessonId));
    await Promise.all([...lessonIds].map(flush));
  }

  function wakeAll(): void {
    flushAll().catch((error: unknown) => {
      log.warn({ err: error }, 'the outbox cannot be read');
      later();
    });
  }

  return {
    flush,
    /** Tries everything that is left, at once. */
    wakeAll,

    async close(): Promise<void> {
      isClosed = true;
      clearTimeout(timer);
      await Promise.all([...atWork.values()].map((running) => running.done));
    },
  };
}
