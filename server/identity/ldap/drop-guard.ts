/**
 * Work that fails at once when the line under it drops. Each leaves nothing behind when
 * it is done: `Promise.race` against a promise that settles only at the end of a line
 * would keep every result for as long as the line lives.
 */
export type DropGuard = {
  whileOpen<T>(work: Promise<T>): Promise<T>;
  /** Fails all work under way; only the first call counts. */
  drop(cause: Error): void;
  hasDropped(): boolean;
};

export function createDropGuard(): DropGuard {
  const underWay = new Set<(cause: Error) => void>();
  let dropped: Error | null = null;

  async function whileOpen<T>(work: Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    work.then(resolve, reject);
    if (dropped) reject(dropped);
    underWay.add(reject);
    try {
      return await promise;
    } finally {
      underWay.delete(reject);
    }
  }

  return {
    whileOpen,
    drop(cause) {
      if (dropped) return;
      dropped = cause;
      for (const reject of underWay) reject(cause);
    },
    hasDropped: () => dropped !== null,
  };
}
