/**
 * What Prosody has acknowledged: a snapshot that was made before a command arrived must
 * not undo here what the command did there.
 */
import type { LessonId } from '../contract/ids.ts';
import type { Command, Snapshot } from './protocol.ts';

export type Acknowledged = ReturnType<typeof createAcknowledged>;

export function createAcknowledged() {
  /** The highest order of each lesson. */
  const orders = new Map<LessonId, number>();

  return {
    note(command: Command): void {
      if (command.kind === 'keys') return;
      if (command.kind === 'end') orders.delete(command.lessonId);
      else orders.set(command.lessonId, Math.max(command.order, orderOf(command.lessonId)));
    },
    areAllIn: ({ lessons }: Snapshot): boolean =>
      lessons.every(({ lessonId, order }) => order === undefined || order >= orderOf(lessonId)),
    /** Prosody was given everything anew, as it is now. */
    forget: (): void => orders.clear(),
  };

  function orderOf(lessonId: LessonId): number {
    return orders.get(lessonId) ?? 0;
  }
}
