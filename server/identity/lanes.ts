/**
 * Lets a few pieces of work run at once and the others wait in turn, so that a
 * burst of sign-ins neither fills the memory (19 MB for each hash) nor takes
 * every thread from the rest of the server.
 */
export type Lanes = {
  /** `busy` when the queue is full or the wait was too long: the work was not begun. */
  run<T>(work: () => Promise<T>): Promise<{ kind: 'done'; value: T } | { kind: 'busy' }>;
};

export type LaneLimits = { lanes: number; longestQueue: number; longestWaitMs: number };

export function createLanes({ lanes, longestQueue, longestWaitMs }: LaneLimits): Lanes {
  const queue: ((mayRun: boolean) => void)[] = [];
  let running = 0;

  function takeTurn(): Promise<boolean> {
    if (running < lanes) {
      running += 1;
      return Promise.resolve(true);
    }
    if (queue.length >= longestQueue) return Promise.resolve(false);
    return new Promise((resolve) => {
      const turn = (mayRun: boolean) => {
        clearTimeout(patience);
        resolve(mayRun);
      };
      const patience = setTimeout(() => {
        queue.splice(queue.indexOf(turn), 1);
        resolve(false);
      }, longestWaitMs);
      queue.push(turn);
    });
  }

  function passOn(): void {
    const next = queue.shift();
    if (next) next(true);
    else running -= 1;
  }

  return {
    async run(work) {
      if (!(await takeTurn())) return { kind: 'busy' };
      try {
        return { kind: 'done', value: await work() };
      } finally {
        passOn();
      }
    },
  };
}
