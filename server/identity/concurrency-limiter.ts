/**
 * A concurrency limiter with fair queues. A few pieces of work run at once and the
 * others wait, so that a burst of sign-ins neither fills the memory (19 MB for each
 * hash) nor takes every thread from the rest of the server. Each caller has a queue
 * of its own, and the queues are served round-robin: a thousand attempts from one
 * place delay those of another by one.
 */
export type ConcurrencyLimiter = {
  /**
   * @param queueKey whose queue it waits in
   * @returns `busy` when there are too many, or the wait was too long: the work was not begun
   */
  run<T>(
    work: () => Promise<T>,
    queueKey?: string,
  ): Promise<{ kind: 'done'; value: T } | { kind: 'busy' }>;
};

export type ConcurrencyLimits = { concurrency: number; maxQueueLength: number; maxWaitMs: number };

type Waiter = (mayRun: boolean) => void;

export function createConcurrencyLimiter({
  concurrency,
  maxQueueLength,
  maxWaitMs,
}: ConcurrencyLimits): ConcurrencyLimiter {
  /** In the order in which they are served. */
  const queues = new Map<string, Waiter[]>();
  let waiting = 0;
  let running = 0;

  function leave(queueKey: string, waiter: Waiter): void {
    const queue = queues.get(queueKey);
    const at = queue?.indexOf(waiter) ?? -1;
    if (!queue || at < 0) return;
    queue.splice(at, 1);
    waiting -= 1;
    if (queue.length === 0) queues.delete(queueKey);
  }

  /**
   * Drops the newest entry of the longest queue, so that callers with short queues are not
   * affected.
   */
  function makeRoom(queueKey: string): boolean {
    const own = queues.get(queueKey)?.length ?? 0;
    const [longest, queue] = [...queues].reduce((one, other) =>
      other[1].length > one[1].length ? other : one,
    );
    const newest = queue.at(-1);
    if (queue.length <= own || !newest) return false;
    leave(longest, newest);
    newest(false);
    return true;
  }

  function acquire(queueKey: string): Promise<boolean> {
    if (running < concurrency) {
      running += 1;
      return Promise.resolve(true);
    }
    if (waiting >= maxQueueLength && (waiting === 0 || !makeRoom(queueKey)))
      return Promise.resolve(false);
    return new Promise((resolve) => {
      const waiter: Waiter = (mayRun) => {
        clearTimeout(timeout);
        resolve(mayRun);
      };
      const timeout = setTimeout(() => {
        leave(queueKey, waiter);
        resolve(false);
      }, maxWaitMs);
      const queue = queues.get(queueKey) ?? [];
      queues.set(queueKey, queue);
      queue.push(waiter);
      waiting += 1;
    });
  }

  function release(): void {
    const [next] = queues;
    const waiter = next?.[1][0];
    if (!next || !waiter) {
      running -= 1;
      return;
    }
    const [queueKey, queue] = next;
    leave(queueKey, waiter);
    // Moves this queue behind all others.
    if (queues.delete(queueKey)) queues.set(queueKey, queue);
    waiter(true);
  }

  return {
    async run(work, queueKey = '') {
      if (!(await acquire(queueKey))) return { kind: 'busy' };
      try {
        return { kind: 'done', value: await work() };
      } finally {
        release();
      }
    },
  };
}
