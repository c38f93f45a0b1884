/**
 * The port between Homeroom and whatever holds the meeting: commands out, events
 * in. Two adapters speak it: `practice/` in process, `jitsi/` with mod_homeroom
 * inside Prosody. The rules of a lesson are written once, on this side of it.
 *
 * People are named by Homeroom's random person id, rooms by their slug, passes
 * by `jti`. Times are milliseconds since the epoch.
 */
import type { Affiliation } from '../contract/person.ts';

/** What the meeting side keeps durably about a lesson that is open. */
export type OpenLesson = LessonSettings & {
  lessonId: string;
  slug: string;
  /** The organizers may come in from now on; when nobody does, Homeroom ends it. */
  openedAt: number;
};

/** What may change while the lesson is open. */
export type LessonSettings = {
  /** Seconds that members stay after the last organizer left. */
  graceSeconds: number;
  /** An organizer may make a member moderator for this lesson. */
  allowsPromotion: boolean;
  usesLobby: boolean;
};

export type EndReason =
  /** An organizer ended it for all. */
  | 'ended-by-organizer'
  /** The last organizer left and did not come back within the grace time. */
  | 'organizers-left'
  /** Nobody who may run it came in. */
  | 'nobody-came'
  | 'longest-reached'
  | 'room-deleted'
  /** The meeting side lost it and cannot have it back. */
  | 'meeting-lost';

export type CastOutReason = 'removed' | 'replaced' | 'revoked';

/**
 * Commands. Each is safe to repeat, and resolves only when the meeting side has
 * made it durable; a rejected promise means it may or may not have happened.
 */
export type MeetingCommands = {
  /** Before the first pass of a lesson is issued. */
  open(lesson: OpenLesson): Promise<void>;
  /**
   * The settings of an open lesson are these now. Where promotion is no longer allowed,
   * whoever is promoted is a member at once, and `demoted` is reported of each.
   */
  configure(slug: string, lessonId: string, settings: LessonSettings): Promise<void>;
  /** Everybody out, breakout rooms included; every pass of the lesson is void. */
  end(slug: string, lessonId: string, reason: EndReason): Promise<void>;
  /** Out, and none of this person's passes enters this lesson until readmitted. */
  remove(slug: string, lessonId: string, personId: string): Promise<void>;
  readmit(slug: string, lessonId: string, personId: string): Promise<void>;
  /**
   * These passes are void at once, and whoever is in with one of them is out. A promotion
   * stays with the person, who may come back with another pass.
   */
  revoke(
    slug: string,
    lessonId: string,
    personId: string,
    passIds: readonly string[],
  ): Promise<void>;
  /** Members who were not in before stay out; organizers and returning members come in. */
  closeToNewcomers(slug: string, lessonId: string, isClosed: boolean): Promise<void>;
};

type About = { slug: string; lessonId: string; at: number };

/** One way of being in: a browser tab, one connection. `occupantId` is unique per entry. */
export type Occupant = {
  occupantId: string;
  personId: string;
  passId: string;
  affiliation: Affiliation;
  isPromoted: boolean;
  /** `null` in the main room. */
  breakoutId: string | null;
};

export type MeetingEvent =
  | (About & { kind: 'entered'; occupant: Occupant })
  /** Moving to a breakout room is `left` and `entered`; `left` alone decides nothing. */
  | (About & { kind: 'left'; occupantId: string; personId: string })
  | (About & { kind: 'promoted' | 'demoted'; personId: string })
  /** An organizer removed somebody inside the meeting. */
  | (About & { kind: 'removed'; personId: string })
  /** The meeting side ended it: an organizer's "end for all", or the grace time ran out there. */
  | (About & { kind: 'ended'; reason: EndReason })
  /** Everything that is true now: after a start, a gap, or a new boot of the meeting side. */
  | { kind: 'snapshot'; at: number; lessons: readonly LessonSnapshot[] };

/**
 * The whole of it: what is not named here is not so. It contains every command that was
 * acknowledged, and the removals that are still under way.
 */
export type LessonSnapshot = {
  slug: string;
  lessonId: string;
  occupants: readonly Occupant[];
  promoted: readonly string[];
  removed: readonly string[];
};

export type MeetingHealth =
  | { isHealthy: true; at: number }
  /** `cause` is for the administrator and the log. */
  | { isHealthy: false; cause: string };

/** What the meeting side asks of Homeroom: what should be open now. */
export type OpenLessonsNow = () => Promise<
  readonly (OpenLesson & {
    isClosedToNewcomers: boolean;
    removed: readonly string[];
    promoted: readonly string[];
    /** Passes that were revoked. */
    voidPasses: readonly string[];
  })[]
>;

export type MeetingPort = {
  readonly commands: MeetingCommands;
  /** Whether a lesson may be opened now. Cheap: asked on every start and by readyz. */
  health(): MeetingHealth;
  /**
   * Begins to deliver events, in order, one at a time: the next one comes when
   * the promise of the last is settled; a rejected one is delivered again.
   */
  listen(onEvent: (event: MeetingEvent) => Promise<void>, openLessons: OpenLessonsNow): void;
  close(): Promise<void>;
};
