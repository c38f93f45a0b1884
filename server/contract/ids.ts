/**
 * The ids that Homeroom gives. Each is a type of its own, so that the id of a lesson in the place
 * of a person's does not compile. They are parsed where they come in (a request, a row, a report, a
 * claim), and made by the same schemas where a new one is given. That an id has its type does not
 * mean that there is such a thing: that is found out by looking it up.
 */
import { z } from 'zod';

/** A Person's random id: with the name, all that others learn of somebody. */
export const PersonId = z.string().brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;

/** A Room's id inside Homeroom; outside of it a Room is called by its slug. */
export const RoomId = z.string().brand<'RoomId'>();
export type RoomId = z.infer<typeof RoomId>;

/** Jitsi's room name: `[a-z0-9-]`, readable, not guessable, never reused, kept for ever. */
export const Slug = z.string().brand<'Slug'>();
export type Slug = z.infer<typeof Slug>;

export const LessonId = z.string().brand<'LessonId'>();
export type LessonId = z.infer<typeof LessonId>;

/** `jti` of a Pass. */
export const PassId = z.string().brand<'PassId'>();
export type PassId = z.infer<typeof PassId>;

/** Names a session inside Homeroom; opens nothing. */
export const SessionRef = z.string().brand<'SessionRef'>();
export type SessionRef = z.infer<typeof SessionRef>;
