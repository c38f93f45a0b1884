/**
 * The adapter for a Jitsi without mod_homeroom (HOMEROOM_UNSAFE_NO_MODULE=1):
 * nothing is reported and nothing is obeyed. All that can be known is that an
 * organizer fetched a pass; the lesson then counts as running until it is ended
 * by hand or reaches its longest duration.
 */
import type { MeetingEvent, MeetingAdapter } from '../lessons/meeting-adapter.ts';
import type { PassClaims } from '../pass/claims.ts';

export type BlindAdapter = MeetingAdapter & {
  /** Told of every pass that is issued. */
  onPass(claims: PassClaims): void;
};

export function createBlindAdapter(
  clock: () => number,
  log: { warn(fields: object, message: string): void },
): BlindAdapter {
  let report: ((event: MeetingEvent) => Promise<void>) | undefined;
  return {
    deliver: async () => ({ kind: 'done' }),
    health: () => ({ isHealthy: true, at: clock() }),
    listen: ({ onEvent }) => void (report = onEvent),
    close: () => Promise.resolve(),
    onPass({ room, lesson, jti, context }) {
      if (context.user.affiliation !== 'owner') return;
      const occupant = {
        // One occupant for each organizer and lesson: fetching a second pass is not a second
        // entry.
        occupantId: `${lesson} ${context.user.id}`,
        personId: context.user.id,
        passId: jti,
        affiliation: 'owner',
        isPromoted: false,
        breakoutId: null,
      } as const;
      report?.({ kind: 'entered', slug: room, lessonId: lesson, at: clock(), occupant }).catch(
        (error: unknown) =>
          log.warn({ err: error, lessonId: lesson }, 'lesson not taken as running'),
      );
    },
  };
}
