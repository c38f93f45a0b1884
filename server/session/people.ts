/** Classes and colleagues to choose from: seen here so far, and what the directory knows. */
import { PersonId } from '../contract/ids.ts';
import type { AddOrganizer, ClassList, TeachersFound } from '../contract/room.ts';
import type { Log } from '../http/log.ts';
import { readableName } from './readable.ts';
import { fitsClass, type RoleSettings, roleAndClassesOf } from './role.ts';
import type { SessionWrites } from './sessions-store.ts';

/** The directory lookup, as far as this slice needs it. */
export type PeopleDirectory = {
  listClasses(): Promise<readonly string[]>;
  /** `isCut`: there are more than it lists. */
  findTeachers(words: string): Promise<{
    teachers: readonly { subject: string; name: string; detail: string }[];
    isCut: boolean;
  }>;
  /** `null`: not there (any more). Throws when the directory can't be reached. */
  stillHere(subject: string): Promise<{ name: string; groups: readonly string[] } | null>;
};

export type PeopleDeps = {
  store: SessionWrites;
  directory: PeopleDirectory | null;
  roles: RoleSettings;
  issuer: string;
  log: Log;
};

const maxTeachers = 20;
const knownHere = 'person:';
const knownThere = 'subject:';

/** The same as in the rooms slice, which asks for it. */
type Resolved =
  | { isFound: true; id: PersonId }
  | { isFound: false; code: 'organizer-not-a-teacher' | 'provider-unreachable' };

const notATeacher: Resolved = { isFound: false, code: 'organizer-not-a-teacher' };

export function createPeople({ store, directory, roles, issuer, log }: PeopleDeps) {
  /**
   * Asks the directory. Where it does not answer, what was seen here so far has to do, and the
   * answer says so.
   */
  async function ask<T>(
    question: (directory: PeopleDirectory) => Promise<T>,
    otherwise: T,
  ): Promise<{ answer: T; isPartial: boolean }> {
    if (!directory) return { answer: otherwise, isPartial: false };
    try {
      return { answer: await question(directory), isPartial: false };
    } catch (error) {
      log.warn({ err: error }, 'the directory did not answer');
      return { answer: otherwise, isPartial: true };
    }
  }

  async function teacherHere(id: PersonId): Promise<Resolved> {
    const person = await store.findPerson(id);
    return person?.role === 'teacher' ? { isFound: true, id: person.id } : notATeacher;
  }

  async function teacherThere(subject: string): Promise<Resolved> {
    const { answer: account, isPartial } = await ask((lookup) => lookup.stillHere(subject), null);
    if (isPartial) return { isFound: false, code: 'provider-unreachable' };
    if (!account) return notATeacher;
    const { role, isAdmin, classes } = roleAndClassesOf(account.groups, roles);
    if (role !== 'teacher') return notATeacher;
    const name = readableName(account.name) ?? '?';
    const seen = { issuer, subject, name, role, isAdmin, classes, groupsSeen: [] };
    return { isFound: true, id: (await store.rememberPerson(seen, null)).id };
  }

  return {
    async listClasses(): Promise<ClassList> {
      const [there, seen] = await Promise.all([
        ask((lookup) => lookup.listClasses(), []),
        store.classesSeen(),
      ]);
      const classes = [...new Set([...there.answer, ...seen])].toSorted((one, other) =>
        one.localeCompare(other, 'en', { numeric: true }),
      );
      return { classes, isPartial: there.isPartial };
    },

    async findTeachers(words: string): Promise<TeachersFound> {
      const [{ answer, isPartial }, seen] = await Promise.all([
        ask((lookup) => lookup.findTeachers(words), { teachers: [], isCut: false }),
        store.findTeachers(words, maxTeachers + 1),
      ]);
      const there = answer.teachers;
      const subjects = new Set(
        seen.filter((person) => person.issuer === issuer).map(({ subject }) => subject),
      );
      const details = new Map(there.map(({ subject, detail }) => [subject, detail]));
      const found = [
        ...seen.map(({ id, name, subject }) => ({
          ref: knownHere + id,
          name,
          detail: details.get(subject) ?? '',
        })),
        ...there
          .filter(({ subject }) => !subjects.has(subject))
          .map(({ subject, name, detail }) => ({
            ref: knownThere + subject,
            name: readableName(name) ?? '?',
            detail,
          })),
      ];
      const isCut = answer.isCut || found.length > maxTeachers;
      return { teachers: found.slice(0, maxTeachers), isCut, isPartial };
    },

    /** The Person behind a search result or an id; somebody who is not a teacher is not found. */
    async resolveTeacher(named: AddOrganizer): Promise<Resolved> {
      if ('personId' in named) return teacherHere(named.personId);
      const { ref } = named;
      if (ref.startsWith(knownHere))
        return teacherHere(PersonId.parse(ref.slice(knownHere.length)));
      if (ref.startsWith(knownThere)) return teacherThere(ref.slice(knownThere.length));
      return notATeacher;
    },

    fitsClass,
  };
}
