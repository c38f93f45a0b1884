/**
 * Numbers that grow with every command, over restarts too, since they begin with the
 * clock (milliseconds). Prosody uses them to tell a late command from a new one.
 */
import type { Command } from './protocol.ts';
import { type Clock, CommandSuperseded } from './send-command.ts';

type WithoutOrder<C> = C extends unknown ? Omit<C, 'order'> : never;
export type Unnumbered = WithoutOrder<Command>;

export type Order = {
  next(): number;
  /** Whether none as high was ever given here: the count is behind what Prosody has heard. */
  isBehind(order: number): boolean;
  /** From here on above this one. */
  lift(order: number): void;
};

export function createOrder(clock: Clock): Order {
  let last = 0;
  return {
    next() {
      last = Math.max(last + 1, clock());
      return last;
    },
    isBehind: (order) => order > last,
    lift(order) {
      last = Math.max(last, order);
    },
  };
}

/**
 * Gives a command its number. One that is superseded is done with, since a later one
 * stands; unless nobody here gave that one: then the count was lost, and the command is
 * given again above it.
 */
export async function giveInOrder(
  order: Order,
  command: Unnumbered,
  give: (command: Command) => Promise<void>,
): Promise<void> {
  try {
    await give({ ...command, order: order.next() });
  } catch (error) {
    if (!(error instanceof CommandSuperseded)) throw error;
    if (!order.isBehind(error.order)) return;
    order.lift(error.order);
    await give({ ...command, order: order.next() });
  }
}
