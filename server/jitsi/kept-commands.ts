/**
 * Sends what is in the outbox, oldest first, and tries again until each command is
 * acknowledged. Prosody's report is the best sign that it can be reached, so it
 * sets off a try at once.
 */
import { randomUUID } from 'node:crypto';
import type { CommandOutbox, KeptCommand } from './outbox.ts';
import type { Command } from './protocol.ts';
import {
  type Clock,
  CommandSuperseded,
  CommandUnacknowledged,
  type SendCommand,
} from './send-command.ts';

export type KeptCommands = {
  /**
   * Resolves when acknowledged; rejects when kept for later, when it could not be kept, or
   * with `CommandSuperseded`.
   */
  give(command: Command): Promise<void>;
  /** Tries everything that is left, soon. */
  flush(): void;
  close(): Promise<void>;
};

type Deps = {
  outbox: CommandOutbox;
  send: SendCommand;
  clock: Clock;
  log: { warn(fields: object, message: string): void };
  /** Between two tries. */
  pauseMs: number;
};

export function createKeptCommands({ outbox, send, clock, log, pauseMs }: Deps): KeptCommands {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isClosed = false;

  async function deliver({ id, command }: KeptCommand): Promise<void> {
    await send(command);
    await outbox.done(id);
  }

  async function deliverAll(): Promise<void> {
    const faults: unknown[] = [];
    for (const kept of await outbox.pending()) {
      await deliver(kept).catch(async (error: unknown) => {
        if (error instanceof CommandSuperseded) await outbox.done(kept.id);
        else faults.push(error);
      });
    }
    if (faults.length > 0) throw faults[0];
  }

  function later(): void {
    if (isClosed) return;
    clearTimeout(timer);
    timer = setTimeout(flush, pauseMs);
    timer.unref();
  }

  function flush(): void {
    if (isClosed || running) return;
    clearTimeout(timer);
    running = deliverAll()
      .catch((error: unknown) => {
        log.warn({ error }, 'commands wait for the meeting server');
        later();
      })
      .finally(() => {
        running = undefined;
      });
  }

  return {
    async give(command) {
      const kept = { id: randomUUID(), keptAt: clock(), command };
      await outbox.keep(kept);
      try {
        await deliver(kept);
      } catch (error) {
        if (error instanceof CommandSuperseded) {
          await outbox.done(kept.id);
          throw error;
        }
        later();
        const why = error instanceof Error ? error.message : String(error);
        throw new CommandUnacknowledged(command.kind, why, true, error);
      }
    },
    flush,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
