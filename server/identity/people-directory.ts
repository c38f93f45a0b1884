/** Accounts from the people file. Follows changes of the file without a restart. */
import { stat } from 'node:fs/promises';
import {
  type Account,
  type Directory,
  type MayTry,
  type ReadGroups,
  type ReplaceAnswer,
  type SignInAnswer,
  isTriable,
  sameLogin,
} from './directory.ts';
import { lookupIn } from './directory-listing.ts';
import type { ConcurrencyLimiter } from './concurrency-limiter.ts';
import { hashPassword, verifyEvenly, verifyPassword } from './password.ts';
import { type FiledPerson, type People, changePeople, readPeople } from './people-file.ts';

type Deps = { path: string; readGroups: ReadGroups; limiter: ConcurrencyLimiter };

export function peopleDirectory({ path, readGroups, limiter }: Deps): Directory {
  const people = followFile(path);

  async function byLogin(login: string): Promise<FiledPerson | undefined> {
    const wanted = sameLogin(login);
    return (await people()).find((person) => sameLogin(person.login) === wanted);
  }

  async function checkPassword(
    login: string,
    password: string,
    mayTry: MayTry,
    queueKey?: string,
  ): Promise<SignInAnswer> {
    if (!isTriable(login, password)) return { kind: 'refused' };
    const person = await byLogin(login);
    if (!mayTry(person?.id ?? sameLogin(login), person !== undefined)) return { kind: 'not-now' };
    const checked = await limiter.run(
      () => verifyEvenly(password, person?.password ?? null),
      queueKey,
    );
    if (checked.kind === 'busy') return { kind: 'busy' };
    if (!person || !checked.value) return { kind: 'refused' };
    return { kind: person.mustChange ? 'must-change' : 'signed-in', account: account(person) };
  }

  async function replacePassword(subject: string, next: string): Promise<ReplaceAnswer> {
    const hash = await hashPassword(next);
    let answer: ReplaceAnswer = { kind: 'gone' };
    await changePeople(path, async (filed) => {
      const person = filed.find(({ id, mustChange }) => id === subject && mustChange);
      if (!person) return null;
      const isSame = await verifyPassword(next, person.password);
      answer = { kind: isSame ? 'same' : 'replaced' };
      const { mustChange: _met, ...rest } = person;
      return isSame
        ? null
        : filed.map((one) => (one === person ? { ...rest, password: hash } : one));
    });
    return answer;
  }

  const listed = async () =>
    (await people()).map((person) => ({ ...account(person), login: sameLogin(person.login) }));

  return {
    ...lookupIn(listed, readGroups),
    checkPassword: (login, password, mayTry, queueKey) =>
      checkPassword(login, password, mayTry, queueKey).catch((error: unknown) => ({
        kind: 'unreachable',
        cause: String(error),
      })),
    replacePassword,
    canBeAsked: true,
    probe: () =>
      people().then(
        () => ({ isReachable: true }),
        (error: unknown) => ({ isReachable: false, cause: String(error) }),
      ),
    close: async () => undefined,
  };
}

const account = ({ id, name, groups }: FiledPerson): Account => ({ subject: id, name, groups });

/** Reads the file again when it was replaced: a stat for each question, no watcher to go deaf. */
function followFile(path: string): () => Promise<People> {
  let seen = '';
  let people: People = [];
  return async () => {
    const now = await fingerprint(path);
    // A school without people is a file without entries. One that is gone was moved, or
    // its disk is: whoever is signed in must not be taken for somebody who has left.
    if (now === 'absent') throw new Error(`${path} is not there; homeroom people add makes it`);
    if (now !== seen) {
      people = await readPeople(path);
      seen = now;
    }
    return people;
  };
}

async function fingerprint(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found ? `${found.ino}:${found.mtimeNs}:${found.size}` : 'absent';
}
