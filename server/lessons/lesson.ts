/** A lesson as a whole: its times, who is in, and what is kept of each person for it. */
import { z } from 'zod';
import { LessonId, PassId, PersonId, RoomId, Slug } from '../contract/ids.ts';
import { Affiliation } from '../contract/person.ts';
import { LessonState } from '../contract/room.ts';

const SqlBoolean = z.number().transform((number) => number !== 0);

/** One row, with the slug of its room. */
export const Lesson = z.object({
  id: LessonId,
  roomId: RoomId,
  slug: Slug,
  state: LessonState,
  openedAt: z.number(),
  toldAt: z.number().nullable(),
  runningSince: z.number().nullable(),
  deadlineAt: z.number().nullable(),
  maxEndsAt: z.number(),
  endedAt: z.number().nullable(),
  endReason: z.string().nullable(),
  isClosedToNewcomers: SqlBoolean,
});
export type Lesson = z.infer<typeof Lesson>;

/** One entry of a person into the meeting: one browser tab, one connection. */
export const Seat = z.object({
  occupantId: z.string(),
  personId: PersonId,
  passId: PassId,
  affiliation: Affiliation,
  breakoutId: z.string().nullable(),
  enteredAt: z.number(),
});
export type Seat = z.infer<typeof Seat>;

/** What is kept of a person for one lesson. */
export const LessonPerson = z.object({
  wasIn: SqlBoolean,
  isPromoted: SqlBoolean,
  isRemoved: SqlBoolean,
});
export type LessonPerson = z.infer<typeof LessonPerson>;

export const newPerson: LessonPerson = { wasIn: false, isPromoted: false, isRemoved: false };

export type WholeLesson = Lesson & {
  /** By occupant id. */
  seats: ReadonlyMap<string, Seat>;
  /** By person id. */
  people: ReadonlyMap<PersonId, LessonPerson>;
};

export const lessonPersonOf = (lesson: WholeLesson, personId: PersonId): LessonPerson =>
  lesson.people.get(personId) ?? newPerson;

export const organizerIsIn = ({ seats }: WholeLesson): boolean =>
  [...seats.values()].some(({ affiliation }) => affiliation === 'owner');
