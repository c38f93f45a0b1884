/** A lesson as a whole: its times, who is in, and what is kept of each person for it. */
import { z } from 'zod';
import { Affiliation } from '../contract/person.ts';
import { LessonState } from '../contract/room.ts';

const Truth = z.number().transform((number) => number !== 0);

/** One row, with the slug of its room. */
export const Lesson = z.object({
  id: z.string(),
  roomId: z.string(),
  slug: z.string(),
  state: LessonState,
  openedAt: z.number(),
  toldAt: z.number().nullable(),
  runningSince: z.number().nullable(),
  deadlineAt: z.number().nullable(),
  longestAt: z.number(),
  endedAt: z.number().nullable(),
  endReason: z.string().nullable(),
  isClosedToNewcomers: Truth,
});
export type Lesson = z.infer<typeof Lesson>;

/** One way of being in. */
export const Seat = z.object({
  occupantId: z.string(),
  personId: z.string(),
  passId: z.string(),
  affiliation: Affiliation,
  breakoutId: z.string().nullable(),
  enteredAt: z.number(),
});
export type Seat = z.infer<typeof Seat>;

/** What is kept of a person for one lesson. */
export const Standing = z.object({ wasIn: Truth, isPromoted: Truth, isRemoved: Truth });
export type Standing = z.infer<typeof Standing>;

export const noStanding: Standing = { wasIn: false, isPromoted: false, isRemoved: false };

export type WholeLesson = Lesson & {
  /** By occupant id. */
  seats: ReadonlyMap<string, Seat>;
  /** By person id. */
  people: ReadonlyMap<string, Standing>;
};

export const standingOf = (lesson: WholeLesson, personId: string): Standing =>
  lesson.people.get(personId) ?? noStanding;

export const organizerIsIn = ({ seats }: WholeLesson): boolean =>
  [...seats.values()].some(({ affiliation }) => affiliation === 'owner');
