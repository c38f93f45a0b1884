/**
 * The outbox: commands to the meeting side that it has not acknowledged yet. A command
 * is written in the transaction that decides it, with the next number of one counter
 * that no clock and no restart sets back.
 */
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { LessonId } from '../contract/ids.ts';
import { LessonCommand, type Ordered } from './commands.ts';
import type { OutboxTables } from './tables.ts';

const Row = z.object({
  // PostgreSQL gives a bigint as text.
  order: z.coerce.number(),
  command: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(LessonCommand),
});

const parsed = (found: readonly unknown[]): readonly Ordered<LessonCommand>[] =>
  found.map((row) => {
    const { order, command } = Row.parse(row);
    return { ...command, order };
  });

export type OutboxStore = ReturnType<typeof createOutboxStore>;

/** @param db the database, or one transaction on it */
export function createOutboxStore(db: Kysely<OutboxTables>) {
  const rows = () => db.selectFrom('lessonCommand').select(['order', 'command']).orderBy('order');

  /** The next number: higher than every one given before. */
  async function nextOrder(): Promise<number> {
    const { last } = await db
      .updateTable('commandCounter')
      .set((eb) => ({ last: eb('last', '+', 1) }))
      .returning('last')
      .executeTakeFirstOrThrow();
    return last;
  }

  async function keep(command: LessonCommand): Promise<number> {
    // Commands that were not delivered before the end of their lesson are not needed any more.
    if (command.kind === 'end') {
      await db.deleteFrom('lessonCommand').where('lessonId', '=', command.lessonId).execute();
    }
    const order = await nextOrder();
    await db
      .insertInto('lessonCommand')
      .values({ order, lessonId: command.lessonId, command: JSON.stringify(command) })
      .execute();
    return order;
  }

  async function done(order: number): Promise<void> {
    await db.deleteFrom('lessonCommand').where('order', '=', order).execute();
  }

  /** @returns whether the counter was behind: a number that high was never given here */
  async function lift(order: number): Promise<boolean> {
    const { numUpdatedRows } = await db
      .updateTable('commandCounter')
      .set({ last: order })
      .where('last', '<', order)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  return {
    keep,
    nextOrder,
    lift,
    /** Acknowledged, or no longer wanted. */
    done,

    /** In the order in which they were given. */
    pending: async (): Promise<readonly Ordered<LessonCommand>[]> => parsed(await rows().execute()),

    pendingOf: async (lessonId: LessonId): Promise<readonly Ordered<LessonCommand>[]> =>
      parsed(await rows().where('lessonId', '=', lessonId).execute()),

    /**
     * The meeting side knows an order above this one. Where nobody here has given it, the
     * counter was set back (a restored database): it goes on above, and so does the command.
     * @param mayRepeat false for one that was numbered anew just now
     * @returns whether the command stays to be given
     */
    async superseded(
      { order, ...command }: Ordered<LessonCommand>,
      by: number,
      mayRepeat: boolean,
    ): Promise<boolean> {
      await done(order);
      if (!(await lift(by)) || !mayRepeat) return false;
      await keep(command);
      return true;
    },
  };
}
