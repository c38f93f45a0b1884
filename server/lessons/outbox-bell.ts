/** Tells whoever delivers commands that new ones of a lesson were written. */
import type { LessonId } from '../contract/ids.ts';
export type OutboxBell = {
  ring(lessonId: LessonId): void;
  listen(listener: (lessonId: LessonId) => void): void;
};

export function createOutboxBell(): OutboxBell {
  const listeners: ((lessonId: LessonId) => void)[] = [];
  return {
    ring(lessonId) {
      for (const listener of listeners) listener(lessonId);
    },
    listen: (listener) => void listeners.push(listener),
  };
}
