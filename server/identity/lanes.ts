/**
 * Lets a few pieces of work run at once and the others wait in turn, so that a
 * burst of sign-ins neither fills the memory (19 MB for each hash) nor takes
 * every thread from the rest of the server. Whoever asks has a queue, and the
 * queues take turns: a thousand attempts from one place delay those of another
 * by one.
 */
export type Lanes = {
  /**
   * @param asker whose queue it waits in
   * @returns `busy` when there are too many, or the wait was too long: the work was not begun
   */
  run<T>(
    work: () => Promise<T>,
    asker?: string,
  ): Promise<{ kind: 'done'; value: T } | { kind: 'busy' }>;
};

export type LaneLimits = { lanes: number; longestQueue: number; longestWaitMs: number };

type Turn = (mayRun: boolean) => void;

export function createLanes({ lanes, longestQueue, longestWaitMs }: LaneLimits): Lanes {
  /** The one whose turn is next stands first. */
  const queues = new Map<string, Turn[]>();
  let waiting = 0;
  let running = 0;

  function leave(asker: string, turn: Turn): void {
    const queue = queues.get(asker);
    const at = queue?.indexOf(turn) ?? -1;
    if (!queue || at < 0) return;
    queue.splice(at, 1);
    waiting -= 1;
    if (queue.length === 0) queues.delete(asker);
  }

  /** The newest of the longest queue makes room; nobody whose queue is short pays for it. */
  function makeRoom(asker: string): boolean {
    const own = queues.get(asker)?.length ?? 0;
    const [longest, queue] = [...queues].reduce((one, other) =>
      other[1].length > one[1].length ? other : one,
    );
    const newest = queue.at(-1);
    if (queue.length <= own || !newest) return false;
    leave(longest, newest);
    newest(false);
    return true;
  }

  function takeTurn(asker: string): Promise<boolean> {
    if (running < lanes) {
      running += 1;
      return Promise.resolve(true);
    }
    if (waiting >= longestQueue && (waiting === 0 || !makeRoom(asker)))
      return Promise.resolve(false);
    return new Promise((resolve) => {
      const turn: Turn = (mayRun) => {
        clearTimeout(timeout);
        resolve(mayRun);
      };
      const timeout = setTimeout(() => {
        leave(asker, turn);
        resolve(false);
      }, longestWaitMs);
      const queue = queues.get(asker) ?? [];
      queues.set(asker, queue);
      queue.push(turn);
      waiting += 1;
    });
  }

  function passOn(): void {
    const [next] = queues;
    const turn = next?.[1][0];
    if (!next || !turn) {
      running -= 1;
      return;
    }
    const [asker, queue] = next;
    leave(asker, turn);
    // To the end of the line, behind everybody else who asks.
    if (queues.delete(asker)) queues.set(asker, queue);
    turn(true);
  }

  return {
    async run(work, asker = '') {
      if (!(await takeTurn(asker))) return { kind: 'busy' };
      try {
        return { kind: 'done', value: await work() };
      } finally {
        passOn();
      }
    },
  };
}
