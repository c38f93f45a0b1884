/** Rooms and the lesson in them, as one viewer may see them. */
import { z } from 'zod';
import { LessonId, PersonId, Slug } from './ids.ts';
import { RoomColour, RoomPicture } from './door.ts';
import { Affiliation, Someone } from './person.ts';

/**
 * Unicode characters that begin or end a run of text in a forced direction: one that is left open
 * would turn around the sentence in which the name is shown.
 */
const directionRuns = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Any alphabet, emoji and marks of direction are allowed; control characters are not, so that a
 * name is one line everywhere.
 */
const name = z
  .string()
  .overwrite((text) => text.replaceAll(directionRuns, ''))
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{Cc}*$/u);
export const maxClassLength = 64;
const classId = z.string().trim().min(1).max(maxClassLength);
export const maxClasses = 50;
const classIds = z.array(classId).max(maxClasses);

/** What members may do in a Room's meetings; organizers may do all of it. */
export const RoomRules = z.object({
  /** Members may write in the chat, to all and to one. Held by Prosody. */
  chat: z.boolean(),
  /** Members may share their screen. Held by Prosody where a client says that it is one. */
  screenSharing: z.boolean(),
  /** Organizers may make a member moderator for one lesson. Held by Prosody. */
  promotion: z.boolean(),
  /** Jitsi's lobby as an extra waiting room. */
  lobby: z.boolean(),
});
export type RoomRules = z.infer<typeof RoomRules>;

export const LessonState = z.enum(['opening', 'running', 'ending', 'ended']);
export type LessonState = z.infer<typeof LessonState>;

export const Present = Someone.extend({
  affiliation: Affiliation,
  isPromoted: z.boolean(),
  inBreakout: z.boolean(),
});
export type Present = z.infer<typeof Present>;

/** What only organizers see of a lesson. */
export const LessonRegister = z.object({
  present: z.array(Present),
  waiting: z.array(Someone),
  removed: z.array(Someone),
});
export type LessonRegister = z.infer<typeof LessonRegister>;

/** What everybody with the same relation to the room sees of its lesson. */
export const SharedLessonView = z.object({
  id: LessonId,
  state: LessonState,
  /** Milliseconds since the epoch. */
  openedAt: z.number(),
  runningSince: z.number().nullable(),
  /** When it ends by itself: `opening` and `ending` their deadline, `running` the longest duration. */
  endsAt: z.number(),
  endedAt: z.number().nullable(),
  isClosedToNewcomers: z.boolean(),
  /** Only for organizers. */
  register: LessonRegister.optional(),
});
export type SharedLessonView = z.infer<typeof SharedLessonView>;

/** What concerns only the person who looks. */
export const OwnLessonView = z.object({
  /** The viewer was removed from this lesson. */
  isRemoved: z.boolean(),
  /** The viewer was in this lesson: may come back while it is `ending`, and is no newcomer. */
  wasIn: z.boolean(),
});
export type OwnLessonView = z.infer<typeof OwnLessonView>;

export const LessonView = SharedLessonView.extend(OwnLessonView.shape);
export type LessonView = z.infer<typeof LessonView>;

export const RoomView = z.object({
  slug: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$/)
    .pipe(Slug),
  name: z.string(),
  /** What the viewer is here. */
  affiliation: Affiliation,
  /** The person who looks is a teacher, and the room a colleague's. */
  isVisit: z.boolean(),
  organizers: z.array(Someone),
  /** All of the room's classes for organizers; for a student only the student's own. */
  classes: z.array(z.string()),
  /** The lesson that is not ended, or the last one if it ended within 15 minutes. */
  lesson: LessonView.nullable(),
  /** When its last lesson opened, as long as that is kept; ms since the epoch. */
  lastUsedAt: z.number().nullable(),
  colour: RoomColour,
  picture: RoomPicture.nullable(),
  /** When it was made; ms since the epoch. Only for organizers. */
  createdAt: z.number().optional(),
  /** How many wait at the door while there is no lesson; in one, its register says who. Only for organizers. */
  waitingCount: z.number().int().optional(),
  /** Only for organizers. */
  isClosedToVisitors: z.boolean().optional(),
  isArchived: z.boolean().optional(),
  rules: RoomRules.optional(),
});
export type RoomView = z.infer<typeof RoomView>;

export const RoomList = z.object({ rooms: z.array(RoomView) });
export type RoomList = z.infer<typeof RoomList>;

/** What a search for colleagues' rooms has found. */
export const RoomsFound = z.object({
  rooms: z.array(RoomView),
  /** There are more than these. */
  isCut: z.boolean(),
});
export type RoomsFound = z.infer<typeof RoomsFound>;

export const CreateRoom = z.strictObject({
  name,
  classes: classIds.default([]),
  /** Without, the server chooses. */
  colour: RoomColour.optional(),
  picture: RoomPicture.nullable().default(null),
});
export type CreateRoom = z.input<typeof CreateRoom>;

/**
 * Only the fields that change are sent, so that two people who change one room at once do not undo
 * each other's changes.
 */
export const ChangeRoom = z.strictObject({
  name: name.optional(),
  classes: z.strictObject({ add: classIds.default([]), remove: classIds.default([]) }).optional(),
  isClosedToVisitors: z.boolean().optional(),
  /** Not shown in lists, and no lesson can start; an organizer can bring it back. */
  isArchived: z.boolean().optional(),
  rules: RoomRules.partial().optional(),
  colour: RoomColour.optional(),
  picture: RoomPicture.nullable().optional(),
});
export type ChangeRoom = z.input<typeof ChangeRoom>;

/** A teacher who can be named organizer: known here already, or only to the directory. */
export const TeacherFound = z.object({
  /** Opaque; handed back in AddOrganizer. */
  ref: z.string(),
  name: z.string(),
  /** Tells two of one name apart, for example the login name. */
  detail: z.string(),
});
export type TeacherFound = z.infer<typeof TeacherFound>;
export const TeachersFound = z.object({
  teachers: z.array(TeacherFound),
  /** More people were found than are listed. */
  isCut: z.boolean(),
  /** The directory did not answer: only people who were seen here before. */
  isPartial: z.boolean(),
});
export type TeachersFound = z.infer<typeof TeachersFound>;

/** Whom a search found, or somebody whom a room has named before. */
export const AddOrganizer = z.union([
  z.strictObject({ ref: z.string().min(1).max(512) }),
  z.strictObject({ personId: z.string().min(1).max(64).pipe(PersonId) }),
]);
export type AddOrganizer = z.infer<typeof AddOrganizer>;

export const ClassList = z.object({
  classes: z.array(z.string()),
  /** The directory did not answer: only classes that were seen here before. */
  isPartial: z.boolean(),
});
export type ClassList = z.infer<typeof ClassList>;

export const NamePerson = z.strictObject({ personId: z.string().min(1).max(64).pipe(PersonId) });
export type NamePerson = z.infer<typeof NamePerson>;
export const SetNewcomers = z.strictObject({ closed: z.boolean() });
export type SetNewcomers = z.infer<typeof SetNewcomers>;
