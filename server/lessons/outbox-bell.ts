/** Rings when commands of a lesson were written: whoever delivers them listens. */
export type OutboxBell = {
  ring(lessonId: string): void;
  listen(listener: (lessonId: string) => void): void;
};

export function createOutboxBell(): OutboxBell {
  const listeners: ((lessonId: string) => void)[] = [];
  return {
    ring(lessonId) {
      for (const listener of listeners) listener(lessonId);
    },
    listen: (listener) => void listeners.push(listener),
  };
}
