import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Actor } from '../http/auth.ts';
import type { LessonTables } from '../lessons/tables.ts';
import { createPassStore } from '../pass/passes-store.ts';
import { openDatabase } from '../store/database.ts';
import { ids } from './testing/ids.ts';
import { LessonId, PassId, PersonId, RoomId, SessionRef, Slug } from './ids.ts';

describe('an id', () => {
  it('is made from text by its schema, and from nothing else', () => {
    for (const schema of [PersonId, RoomId, Slug, LessonId, PassId, SessionRef]) {
      expect(schema.parse('x')).toBe('x');
      expect(schema.safeParse(1).success).toBe(false);
    }
  });

  // What is checked here is checked by the compiler: each line is a fault of types, or this
  // file does not compile.
  it('does not compile in the place of another, nor does text', () => {
    type Given = { person: PersonId; lesson: LessonId };
    const given: Given = { person: ids.person('ada'), lesson: ids.lesson('l') };
    // @ts-expect-error -- the id of a lesson is not a person's
    const swapped: Given = { person: given.lesson, lesson: given.lesson };
    // @ts-expect-error -- text is no id before it was parsed
    const text: Given = { person: 'ada', lesson: given.lesson };
    expect([swapped.person, text.person]).toEqual(['l', 'ada']);
    expectTypeOf<Slug>().not.toExtend<RoomId>();
    expectTypeOf<PassId>().not.toExtend<LessonId>();
    expectTypeOf<Actor['sessionRef']>().not.toExtend<Actor['personId']>();
    expectTypeOf<LessonTables['lesson']['id']>().toEqualTypeOf<LessonId>();
  });

  it('does not compile in the place of another in a query', async () => {
    const db = await openDatabase(':memory:');
    const passes = createPassStore(db);
    // @ts-expect-error -- the id of a room is not a person's
    await expect(passes.activeOf(ids.room('maths'), 0)).resolves.toEqual([]);
    const ofPerson = db.selectFrom('passIssued').select('id');
    // @ts-expect-error -- the id of a lesson is not a person's
    await expect(ofPerson.where('personId', '=', ids.lesson('l')).execute()).resolves.toEqual([]);
    await db.destroy();
  });
});
