/** The SQL of people and of the classes that somebody belonged to. */
import { z } from 'zod';
import { PersonId } from '../contract/ids.ts';
import { Role } from '../contract/person.ts';
import { randomId } from '../crypto.ts';
import type { SessionDb } from './tables.ts';

const Texts = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(z.string()));

/** SQL's 0 and 1. */
export const SqlBoolean = z.number().transform((number) => number !== 0);

export const Person = z.object({
  id: PersonId,
  issuer: z.string(),
  subject: z.string(),
  name: z.string(),
  role: Role.nullable(),
  isAdmin: SqlBoolean,
  classes: Texts,
  groupsSeen: Texts,
});
export type Person = z.infer<typeof Person>;

/** What the provider and the school's groups say of someone at a sign-in. */
export type PersonSeen = {
  issuer: string;
  subject: string;
  /** `null` where it is not said: a person who has a name keeps it. */
  name: string | null;
  role: Role | null;
  isAdmin: boolean;
  classes: readonly string[];
  groupsSeen: readonly string[];
};

export function peopleSql(db: SessionDb) {
  return {
    async findPerson(personId: PersonId): Promise<Person | null> {
      const row = await db
        .selectFrom('person')
        .selectAll()
        .where('id', '=', personId)
        .executeTakeFirst();
      return row ? Person.parse(row) : null;
    },

    async countPeople(): Promise<number> {
      const row = await db
        .selectFrom('person')
        .select((count) => count.fn.countAll().as('people'))
        .executeTakeFirstOrThrow();
      return Number(row.people);
    },

    /** Teachers seen here whose name contains the words, in its order. */
    async findTeachers(words: string, max: number): Promise<readonly Person[]> {
      const rows = await db
        .selectFrom('person')
        .selectAll()
        .where('role', '=', 'teacher')
        .orderBy('name')
        .execute();
      const wanted = words.toLocaleLowerCase();
      return rows
        .map((row) => Person.parse(row))
        .filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
        .slice(0, max);
    },

    async classesSeen(): Promise<readonly string[]> {
      const rows = await db.selectFrom('classSeen').select('classId').orderBy('classId').execute();
      return rows.map(({ classId }) => classId);
    },

    async seeClasses(classes: readonly string[], seenAt: number): Promise<void> {
      for (const classId of classes) {
        await db
          .insertInto('classSeen')
          .values({ classId, seenAt })
          .onConflict((conflict) => conflict.column('classId').doUpdateSet({ seenAt }))
          .execute();
      }
    },

    /** The Person of this issuer and subject, created at the first sign-in. */
    async rememberPerson(seen: PersonSeen, signedInAt: number | null): Promise<Person> {
      const known = {
        ...(seen.name === null ? {} : { name: seen.name }),
        role: seen.role,
        isAdmin: seen.isAdmin ? 1 : 0,
        classes: JSON.stringify(seen.classes),
        groupsSeen: JSON.stringify(seen.groupsSeen),
        ...(signedInAt === null ? {} : { signedInAt }),
      };
      const row = await db
        .insertInto('person')
        .values({
          id: PersonId.parse(randomId()),
          issuer: seen.issuer,
          subject: seen.subject,
          signedInAt: null,
          name: '?',
          ...known,
        })
        .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doUpdateSet(known))
        .returningAll()
        .executeTakeFirstOrThrow();
      return Person.parse(row);
    },

    /** Everybody of this issuer who has a session. */
    async peopleHere(issuer: string): Promise<readonly Person[]> {
      const rows = await db
        .selectFrom('person')
        .selectAll()
        .where('issuer', '=', issuer)
        .where('id', 'in', (sub) => sub.selectFrom('session').select('personId'))
        .execute();
      return rows.map((row) => Person.parse(row));
    },
  };
}
