/**
 * Reads the roles of whoever has a session again, so that who leaves the school, or changes
 * class, loses what follows from it before the next sign-in. A directory that
 * does not answer takes nothing from anybody, and neither does one from which a
 * whole school seems to have gone at once: see docs/decisions/0037.
 */
import type { PersonId } from '../contract/ids.ts';
import type { EndSessions } from './end-session.ts';
import { type FollowDeps, followAccount, roleAndClassesNow } from './follow-account.ts';
import type { PeopleDirectory } from './people.ts';
import type { Person } from './people-store.ts';

export type RereadDeps = FollowDeps & {
  directory: PeopleDirectory;
  /** Whose people the directory knows. */
  issuer: string;
  endSessions: EndSessions;
  /** Percent of the people that one reading may take everything from. */
  maxLoss: number;
};

export type Reread = {
  /** Reads everybody with a session once. @returns how many changed or are gone */
  read(): Promise<number>;
  /** For administrators, while what the directory shows is not believed. */
  warning(): string | null;
};

/** After so many without an answer in between, the directory is taken to be down. */
export const maxFailuresInARow = 10;

/**
 * A loss by this few people is always believed: at night only a handful of sessions may be left.
 */
const alwaysBelieved = 2;

type Account = { name: string; groups: readonly string[] };
type Loss = { person: Person; account: Account | null };
type Reading = { read: number; changed: number; losses: Loss[] };

export function createReread(deps: RereadDeps): Reread {
  const { store, directory, issuer, log, maxLoss } = deps;
  /**
   * People who could not be read come last the next time, so that they do not keep others from
   * being read.
   */
  const failed = new Set<PersonId>();
  let warning: string | null = null;

  async function readAll(): Promise<Reading> {
    const reading: Reading = { read: 0, changed: 0, losses: [] };
    let failuresInARow = 0;
    for (const person of lastFailedLast(await store.peopleHere(issuer), failed)) {
      if (failuresInARow >= maxFailuresInARow) break;
      try {
        await readOne(person, reading);
        failed.delete(person.id);
        failuresInARow = 0;
      } catch (error) {
        failed.add(person.id);
        failuresInARow += 1;
        const { id: personId } = person;
        log.warn({ err: error, personId }, 'roles not read again: the directory does not answer');
      }
    }
    return reading;
  }

  async function readOne(person: Person, reading: Reading): Promise<void> {
    const account = await directory.stillHere(person.subject);
    reading.read += 1;
    if (account === null || losesAll(deps, person, account))
      reading.losses.push({ person, account });
    else if (await followAccount(deps, person, account)) reading.changed += 1;
  }

  async function take({ person, account }: Loss): Promise<void> {
    if (account) await followAccount(deps, person, account);
    else await signOut(deps, person);
  }

  return {
    async read() {
      const { read, changed, losses } = await readAll();
      if (losses.length > Math.max(alwaysBelieved, (read * maxLoss) / 100)) {
        warning = disbelief(losses.length, read);
        log.error({ read, losses: losses.length }, warning);
        return changed;
      }
      warning = null;
      for (const loss of losses) await take(loss);
      return changed + losses.length;
    },
    warning: () => warning,
  };
}

function lastFailedLast(people: readonly Person[], failed: ReadonlySet<PersonId>): Person[] {
  const isLast = ({ id }: Person) => failed.has(id);
  return [...people.filter((person) => !isLast(person)), ...people.filter(isLast)];
}

/**
 * Whether the person loses their role or all of their classes, as happens when Homeroom can no
 * longer see the groups.
 */
function losesAll({ roles }: FollowDeps, person: Person, { groups }: Account): boolean {
  const now = roleAndClassesNow(groups, roles);
  return (
    (person.role !== null && now.role === null) ||
    (person.classes.length > 0 && now.classes.length === 0)
  );
}

async function signOut(deps: RereadDeps, person: Person): Promise<void> {
  const { store, publish, log } = deps;
  log.info({ personId: person.id }, 'not in the directory any more: signed out');
  // The role and classes go before the sessions end, so that none can be used in between.
  await store.rememberPerson(nobody(person), null);
  publish({ kind: 'person', personId: person.id });
  await deps.endSessions.allOf(person.id, 'revoked');
}

const disbelief = (losses: number, read: number) =>
  `The directory shows ${losses} of the ${read} people who are signed in no more, or without role or classes. ` +
  'Nothing was taken from them: may the service account still see everybody? ' +
  'If they have really left, set HOMEROOM_REREAD_MAX_LOSS=100 and restart Homeroom.';

const nobody = (person: Person) => ({
  ...person,
  role: null,
  isAdmin: false,
  classes: [],
  groupsSeen: [],
});
