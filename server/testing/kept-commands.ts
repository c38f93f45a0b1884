/** The outbox and its delivery without the rest of Homeroom: for tests of a meeting side. */
import { createDelivery } from '../lessons/delivery.ts';
import { createOutboxStore } from '../lessons/outbox-store.ts';
import type { DeliverCommand } from '../lessons/meeting-adapter.ts';
import type { Database } from '../store/database.ts';
import { lessonCommands } from './lesson-commands.ts';

/** @param deliver of the meeting side that is tried */
export function keptCommands(db: Database, deliver: DeliverCommand, retryMs: number) {
  const outbox = createOutboxStore(db);
  let fault: unknown;
  const delivery = createDelivery({
    outbox,
    async deliver(command) {
      try {
        return await deliver(command);
      } catch (error) {
        fault = error;
        throw error;
      }
    },
    onDone: ({ order }) => outbox.done(order),
    onSuperseded: outbox.superseded,
    log: { warn: () => undefined },
    retryMs,
  });

  /** Rejects with why it was not acknowledged; it is kept then, and tried again. */
  const commands = lessonCommands(async (command) => {
    const order = await outbox.keep(command);
    await delivery.flush(command.lessonId);
    const pending = await outbox.pendingOf(command.lessonId);
    if (pending.some((kept) => kept.order === order)) throw fault;
  });

  return { commands, outbox, delivery };
}
