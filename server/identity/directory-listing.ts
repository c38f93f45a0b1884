/** The directory lookup over a list of everybody: for the sample people and the people file. */
import type { DirectoryLookup } from './directory-lookup.ts';
import { type Account, type ReadGroups, sameLogin } from './directory.ts';

const maxTeachersFound = 20;

export type Listed = Account & { login: string };

export function lookupIn(
  everybody: () => Promise<readonly Listed[]>,
  readGroups: ReadGroups,
): DirectoryLookup {
  return {
    async listClasses() {
      const people = await everybody();
      const classes = new Set(people.flatMap(({ groups }) => readGroups(groups).classes));
      return [...classes].sort(byName);
    },
    async findTeachers(query) {
      const wanted = sameLogin(query);
      const found = (await everybody())
        .filter(({ groups }) => readGroups(groups).role === 'teacher')
        .filter(({ name, login }) => `${sameLogin(name)}\n${login}`.includes(wanted))
        .sort((one, other) => byName(one.name, other.name));
      const teachers = found
        .slice(0, maxTeachersFound)
        .map(({ subject, name, login }) => ({ subject, name, detail: login }));
      return { teachers, isCut: found.length > maxTeachersFound };
    },
    async stillHere(subject) {
      const found = (await everybody()).find((person) => person.subject === subject);
      return found ? { name: found.name, groups: found.groups } : null;
    },
  };
}

/** `7a` before `10b`. */
export const byName = new Intl.Collator(undefined, { numeric: true }).compare;
