/**
 * What lies between Homeroom and whatever holds the meeting: commands out, events in. There
 * are two adapters: `practice/` in process, `jitsi/` for mod_homeroom inside Prosody. The rules
 * of a lesson are written once, on Homeroom's side of it.
 *
 * People are named by Homeroom's random person id, rooms by their slug, passes
 * by `jti`. Times are milliseconds since the epoch.
 */
import type { LessonId, PassId, PersonId, Slug } from '../contract/ids.ts';
import type { Affiliation } from '../contract/person.ts';
import type { EndReason, LessonCommand, OpenLesson, Ordered } from './commands.ts';

export type CastOutReason = 'removed' | 'replaced' | 'revoked';

/** What became of a command that the meeting side has answered. */
export type Delivered =
  /** Made durable. */
  | { kind: 'done' }
  /** A later command about the same thing stands, of this order: nothing was changed. */
  | { kind: 'superseded'; order: number };

/** Rejects when it was not acknowledged: it may or may not have happened. */
export type DeliverCommand = (command: Ordered<LessonCommand>) => Promise<Delivered>;

type About = { slug: Slug; lessonId: LessonId; at: number };

/**
 * One entry into the meeting: one browser tab, one connection. `occupantId` is new for each entry.
 */
export type Occupant = {
  occupantId: string;
  personId: PersonId;
  passId: PassId;
  affiliation: Affiliation;
  isPromoted: boolean;
  /** `null` in the main room. */
  breakoutId: string | null;
};

export type MeetingEvent =
  | (About & { kind: 'entered'; occupant: Occupant })
  /** Moving to a breakout room is `left` and `entered`; `left` alone decides nothing. */
  | (About & { kind: 'left'; occupantId: string; personId: PersonId })
  | (About & { kind: 'promoted' | 'demoted'; personId: PersonId })
  /** An organizer removed somebody inside the meeting. */
  | (About & { kind: 'removed'; personId: PersonId })
  /** The meeting side ended it: an organizer's "end for all", or the grace time ran out there. */
  | (About & { kind: 'ended'; reason: EndReason })
  /** Everything that is true now: after a start, a gap, or a new boot of the meeting side. */
  | { kind: 'snapshot'; at: number; lessons: readonly LessonSnapshot[] };

/**
 * The whole truth about one lesson: nobody is in, promoted or removed but those named here. It
 * contains the effect of every acknowledged command; those that are still in the outbox are yet to
 * come.
 */
export type LessonSnapshot = {
  slug: Slug;
  lessonId: LessonId;
  occupants: readonly Occupant[];
  promoted: readonly PersonId[];
  removed: readonly PersonId[];
};

export type MeetingHealth =
  | { isHealthy: true; at: number }
  /** `cause` is for the administrator and the log. */
  | { isHealthy: false; cause: string };

/** A lesson that should be open, with everything that was decided in it. */
export type WantedLesson = OpenLesson & {
  isClosedToNewcomers: boolean;
  removed: readonly PersonId[];
  promoted: readonly PersonId[];
  /** Passes that were revoked. */
  voidPasses: readonly PassId[];
};

/** What the meeting side asks of Homeroom: what should be open now. */
export type OpenLessonsNow = () => Promise<readonly WantedLesson[]>;

export type MeetingListener = {
  onEvent(event: MeetingEvent): Promise<void>;
  openLessons: OpenLessonsNow;
  /** The meeting side can be reached again: commands that wait for it can be delivered. */
  onReachable?: (() => void) | undefined;
};

export type MeetingAdapter = {
  deliver: DeliverCommand;
  /** Whether a lesson may be opened now. Cheap: asked on every start and by readyz. */
  health(): MeetingHealth;
  /**
   * Begins to deliver events, in order, one at a time: the next one comes when
   * the promise of the last is settled; a rejected one is delivered again.
   */
  listen(listener: MeetingListener): void;
  close(): Promise<void>;
};
