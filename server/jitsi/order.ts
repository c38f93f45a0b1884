/**
 * Numbers that grow with every command, over restarts too, since they follow the
 * clock (milliseconds). Prosody uses them to tell a late command from a new one.
 */
import type { Clock } from './send-command.ts';

export function createOrder(clock: Clock): () => number {
  let last = 0;
  return () => {
    last = Math.max(last + 1, clock());
    return last;
  };
}
