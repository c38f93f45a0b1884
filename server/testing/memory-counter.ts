import type { CommandCounter } from '../jitsi/order.ts';

/** Begins anew with the process. */
export function createMemoryCounter(last = Date.now()): CommandCounter {
  return {
    nextOrder: async () => (last += 1),
    async lift(order) {
      const isBehind = order > last;
      if (isBehind) last = order;
      return isBehind;
    },
  };
}
