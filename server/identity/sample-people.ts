/** The people of demo mode. They live in memory, with passwords that everybody may know. */
import { createHash, timingSafeEqual } from 'node:crypto';
import {
  type Account,
  type Directory,
  type ReadGroups,
  isTriable,
  sameLogin,
} from './directory.ts';
import { lookupIn } from './directory-listing.ts';

export type SamplePerson = { login: string; password: string; name: string; note: string };

type Sample = SamplePerson & { groups: readonly string[] };

const samples: readonly Sample[] = [
  { login: 'ada', password: 'ada', name: 'Ada Adler', note: 'teacher', groups: ['teachers'] },
  { login: 'bo', password: 'bo', name: 'Bo Berg', note: 'teacher', groups: ['teachers'] },
  {
    login: 'cleo',
    password: 'cleo',
    name: 'Cleo Conti',
    note: 'teacher and administrator',
    groups: ['teachers', 'admins'],
  },
  {
    login: 'dora',
    password: 'dora',
    name: 'Dora Díaz',
    note: 'administrator without a role',
    groups: ['admins'],
  },
  {
    login: 'finn',
    password: 'finn',
    name: 'Finn Fischer',
    note: 'student of 7a',
    groups: inClass('7a'),
  },
  {
    login: 'guel',
    password: 'guel',
    name: 'Gül Güneş',
    note: 'student of 7a',
    groups: inClass('7a'),
  },
  {
    login: 'hana',
    password: 'hana',
    name: 'Hana Haddad',
    note: 'student of 7b',
    groups: inClass('7b'),
  },
  {
    login: 'ivo',
    password: 'ivo',
    name: 'Ivo Ivanov',
    note: 'student of 7b',
    groups: inClass('7b'),
  },
  { login: 'nobody', password: 'nobody', name: 'Noa Nobody', note: 'no role', groups: ['staff'] },
];

function inClass(name: string): string[] {
  return ['students', `class-${name}`];
}

export const samplePeople: readonly SamplePerson[] = samples.map(
  ({ login, password, name, note }) => ({ login, password, name, note }),
);

const account = ({ login, name, groups }: Sample): Account => ({
  subject: `sample-${login}`,
  name,
  groups,
});

const digest = (text: string) => createHash('sha256').update(text).digest();

export function sampleDirectory(readGroups: ReadGroups): Directory {
  const everybody = samples.map((sample) => ({ ...account(sample), login: sample.login }));
  return {
    ...lookupIn(async () => everybody, readGroups),
    async checkPassword(login, password, mayTry) {
      if (!isTriable(login, password)) return { kind: 'refused' };
      const sample = samples.find((one) => one.login === sameLogin(login));
      if (!mayTry(sample ? account(sample).subject : sameLogin(login), sample !== undefined))
        return { kind: 'not-now' };
      const isRight = timingSafeEqual(digest(password), digest(sample?.password ?? ''));
      return sample && isRight
        ? { kind: 'signed-in', account: account(sample) }
        : { kind: 'refused' };
    },
    canBeAsked: true,
    probe: async () => ({ isReachable: true }),
    close: async () => undefined,
  };
}
