/** Ids for tests, made from readable words. */
import { LessonId, PassId, PersonId, RoomId, SessionRef, Slug } from '../ids.ts';

export const ids = {
  person: (name: string) => PersonId.parse(name),
  room: (name: string) => RoomId.parse(name),
  slug: (name: string) => Slug.parse(name),
  lesson: (name: string) => LessonId.parse(name),
  pass: (name: string) => PassId.parse(name),
  session: (name: string) => SessionRef.parse(name),
};
