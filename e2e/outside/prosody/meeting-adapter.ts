/** The meeting side of a test's school, as `main` wires it; what it hears is also in the school's list. */
import type { MeetingAdapter } from '../../../server/lessons/meeting-adapter.ts';
import type { School } from './school.ts';

export function meetingAdapterOf(at: School): MeetingAdapter {
  return {
    deliver: (command) => at.homeroom().deliver(command),
    health: () => at.homeroom().health(),
    listen({ onEvent, openLessons, onReachable }) {
      at.onEvent(onEvent);
      at.lessonsFrom(openLessons, onReachable);
    },
    close: async () => undefined,
  };
}
