import { Attribute, Change, type Client } from 'ldapts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runPeople } from '../../../server/cli/testing/run-people.ts';
import type { Directory, SignInAnswer } from '../../../server/identity/directory.ts';
import { createConnections } from '../../../server/identity/ldap/connection.ts';
import { ldapDirectory } from '../../../server/identity/ldap/ldap-directory.ts';
import { readMembers } from '../../../server/identity/ldap/member-list.ts';
import { createServiceConnection } from '../../../server/identity/ldap/service-connection.ts';
import { createPeople } from '../../../server/session/people.ts';
import { createSessionStore } from '../../../server/session/sessions-store.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { type Samba, startSamba } from './samba.ts';
import { groupDn, lockoutAfter, passwordOf, personDn, service } from './school.ts';
import { documented, read } from './settings.ts';

// Refusals take as long as the slowest of the latest (even-timing.ts): many of them take a while.
vi.setConfig({ testTimeout: 120_000 });

let samba: Samba;
beforeAll(async () => {
  samba = await startSamba();
}, 120_000);
afterAll(() => samba[Symbol.asyncDispose]());

const always = () => true;

async function withDirectory<T>(
  work: (directory: Directory) => Promise<T>,
  changes: Record<string, string> = {},
  clock: () => number = Date.now,
): Promise<T> {
  const { settings, readGroups } = read(await documented(samba, changes));
  const directory = ldapDirectory({ settings, readGroups, clock });
  try {
    return await work(directory);
  } finally {
    await directory.close();
  }
}

const signIn = (login: string, changes = {}, password = passwordOf(login)) =>
  withDirectory((directory) => directory.checkPassword(login, password, always), changes);

async function subjectOf(login: string): Promise<string> {
  const answer = await signIn(login);
  if (answer.kind !== 'signed-in') throw new Error(`${login}: ${answer.kind}`);
  return answer.account.subject;
}

const groupsIn = (answer: SignInAnswer) =>
  answer.kind === 'signed-in' ? answer.account.groups : answer;

const modify = (dn: string, type: string, values: string[]) =>
  samba.administer((client) =>
    client.modify(
      dn,
      new Change({ operation: 'replace', modification: new Attribute({ type, values }) }),
    ),
  );

describe('with the settings of the documentation', () => {
  it.each([
    ['ada', 'Ada Adler', ['teachers']],
    ['cleo', 'Cleo Conti', ['algebra', 'maths', 'teachers']],
    ['gül', 'Gül Güneş', ['class-10b', 'students']],
    ['twin1', 'Tia Twin', ['Staff, part-time']],
  ])('signs %s in, with groups in groups', async (login, name, groups) => {
    expect(await signIn(login)).toEqual({
      kind: 'signed-in',
      account: { subject: expect.stringMatching(/^[0-9a-f-]{36}$/), name, groups },
    });
  });

  it('gives a role by every group that is named, one with a comma too', async () => {
    const check = async (login: string) =>
      (await runPeople(['check', login], await documented(samba))).out;
    expect(await check('twin1')).toContain('role      teacher, by Staff, part-time');
    expect(await check('finn')).toContain('class     7a');
  });

  it('works over StartTLS', async () => {
    const changes = { HOMEROOM_LDAP_URL: samba.plainUrl, HOMEROOM_LDAP_SECURITY: 'starttls' };
    expect(await signIn('ada', changes)).toMatchObject({ kind: 'signed-in' });
    expect(
      await signIn('ada', { ...changes, HOMEROOM_LDAP_SECURITY: 'unsafe-plain' }),
    ).toMatchObject({ kind: 'unreachable', cause: /LDAP result 8 strongerAuthRequired/ });
  });

  it('lists classes', async () => {
    expect(await withDirectory((directory) => directory.listClasses())).toEqual(['7a', '10b']);
  });
});

describe('whoever has signed in', () => {
  it.each(['ada', 'bo', 'cleo', 'finn', 'gül', 'guessed', 'locked', 'twin1', 'twin2'])(
    'is found again by the id: %s',
    async (login) => {
      const subject = await subjectOf(login);
      const here = await withDirectory((directory) => directory.stillHere(subject));
      expect(here?.groups).toEqual(groupsIn(await signIn(login)));
    },
  );

  it('is gone once the account is switched off, or over', async () => {
    const subject = await subjectOf('twin2');
    const dn = personDn('Tom Twin');
    const isHere = async () =>
      (await withDirectory((directory) => directory.stillHere(subject))) !== null;
    await modify(dn, 'accountExpires', ['132223104000000000']);
    expect(await isHere()).toBe(false);
    await modify(dn, 'accountExpires', ['0']);
    expect(await isHere()).toBe(true);
    await modify(dn, 'userAccountControl', ['66050']);
    expect(await isHere()).toBe(false);
    await modify(dn, 'userAccountControl', ['66048']);
    expect(await isHere()).toBe(true);
  });

  it('has left only in a directory that shows somebody else', async () => {
    const nobody = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
    const ask = (changes = {}) =>
      withDirectory((directory) => directory.stillHere(nobody), changes);
    expect(await ask()).toBeNull();
    await expect(ask({ HOMEROOM_LDAP_PEOPLE_FILTER: '(objectClass=printQueue)' })).rejects.toThrow(
      'shows the service account nobody',
    );
  });
});

describe('colleagues', () => {
  const search = (query: string, changes = {}) =>
    withDirectory(async (directory) => {
      const { teachers } = await directory.findTeachers(query);
      return teachers.map(({ name, detail }) => `${name} (${detail})`);
    }, changes);

  it.each(['memberOf', 'in-chain', 'member'])(
    'are found by %s: no pupil, nobody who is switched off or over',
    async (membership) => {
      expect(await search('', { HOMEROOM_LDAP_MEMBERSHIP: membership })).toEqual([
        'Ada Adler (ada)',
        'Bo Berg (bo)',
        'Cleo Conti (cleo)',
        'Gina Guessed (guessed)',
        'Lola Locked (locked)',
        'Tia Twin (twin1)',
      ]);
      expect(await search('CONT', { HOMEROOM_LDAP_MEMBERSHIP: membership })).toEqual([
        'Cleo Conti (cleo)',
      ]);
    },
  );

  it('can be named organizers before they ever signed in', async () => {
    const db = await openDatabase(':memory:');
    const { roles } = read(await documented(samba));
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    await withDirectory(async (directory) => {
      const store = createSessionStore(db);
      const people = createPeople({ store, directory, roles, issuer: 'own', log });
      const { teachers, isPartial } = await people.findTeachers('Berg');
      expect(isPartial).toBe(false);
      const resolved = await people.resolveTeacher({ ref: teachers[0]?.ref ?? '' });
      expect(resolved).toMatchObject({ isFound: true });
      expect(resolved.isFound && (await store.findPerson(resolved.id))).toMatchObject({
        name: 'Bo Berg',
        role: 'teacher',
      });
    });
    await db.destroy();
  });
});

describe('a primary group', () => {
  it.each(['memberOf', 'in-chain', 'member'])('counts as any other (%s)', async (membership) => {
    const changes = { HOMEROOM_LDAP_MEMBERSHIP: membership };
    const dn = personDn('Tom Twin');
    const [everybody, algebra] = await samba.administer(async (client) => [
      await primaryOf(client, dn),
      await numberOf(client, groupDn('algebra')),
    ]);
    await samba.administer((client) =>
      client.modify(
        groupDn('algebra'),
        new Change({
          operation: 'add',
          modification: new Attribute({ type: 'member', values: [dn] }),
        }),
      ),
    );
    await modify(dn, 'primaryGroupID', [algebra]);
    expect(groupsIn(await signIn('twin2', changes))).toEqual(['algebra', 'maths', 'teachers']);
    const { teachers } = await withDirectory((one) => one.findTeachers('Tom'), changes);
    expect(teachers).toMatchObject([{ detail: 'twin2' }]);
    await modify(dn, 'primaryGroupID', [everybody]);
    await samba.administer((client) =>
      client.modify(
        groupDn('algebra'),
        new Change({
          operation: 'delete',
          modification: new Attribute({ type: 'member', values: [dn] }),
        }),
      ),
    );
    expect(groupsIn(await signIn('twin2', changes))).toEqual([]);
  });

  async function primaryOf(client: Client, dn: string): Promise<string> {
    const { searchEntries } = await client.search(dn, {
      scope: 'base',
      attributes: ['primaryGroupID'],
    });
    return String(searchEntries[0]?.['primaryGroupID']);
  }

  async function numberOf(client: Client, dn: string): Promise<string> {
    const { searchEntries } = await client.search(dn, {
      scope: 'base',
      attributes: ['objectSid'],
      explicitBufferAttributes: ['objectSid'],
    });
    const sid = searchEntries[0]?.['objectSid'];
    return Buffer.isBuffer(sid) ? String(sid.readUInt32LE(sid.length - 4)) : '';
  }
});

describe('accounts that may not sign in', () => {
  it.each([
    ['off', 'disabled'],
    ['over', 'over'],
    ['first', 'change-elsewhere'],
    ['old', 'expired'],
    ['hours', 'wrong-time'],
    ['place', 'wrong-computer'],
  ])('are told why, if they know the password: %s', async (login, kind) => {
    expect(await signIn(login)).toEqual({ kind });
    expect(await signIn(login, {}, 'wrong')).toEqual({ kind: 'refused' });
  });

  it('are told to administrators in words', async () => {
    const check = async (login: string) => {
      const environment = await documented(samba);
      return (await runPeople(['check', login, '--password'], environment, passwordOf(login))).out;
    };
    expect(await check('over')).toContain('closed    its time is over (accountExpires)');
    expect(await check('over')).toContain('right, but the time of the account is over');
    expect(await check('off')).toContain('right, but the account is switched off');
    expect(await check('hours')).toContain('may not sign in at this time');
    expect(await check('place')).toContain('certain computers only');
    expect(await check('first')).toContain('has to be changed first');
  });

  it('tells nobody of a lock', async () => {
    for (let n = 0; n <= lockoutAfter; n += 1) await signIn('locked', {}, 'wrong');
    expect(await signIn('locked')).toEqual({ kind: 'refused' });
  });
});

describe('a login', () => {
  it('that fits two accounts signs neither in, and says which two to administrators', async () => {
    const changes = { HOMEROOM_LDAP_LOGIN_ATTRIBUTE: 'sAMAccountName,mail' };
    const mail = 'twins@school.example';
    const answer = await signIn(mail, changes, passwordOf('twin1'));
    expect(answer).toMatchObject({
      kind: 'ambiguous',
      cause: expect.stringContaining(personDn('Tom Twin')),
    });
    const { code, err } = await runPeople(['check', mail], await documented(samba, changes));
    expect(code).toBe(1);
    expect(err).toContain(personDn('Tia Twin'));
    expect(await signIn('ada@school.example', changes, passwordOf('ada'))).toMatchObject({
      kind: 'signed-in',
    });
  });

  it('of one account is counted once, however it is written', async () => {
    const counted = new Set<string>();
    const changes = { HOMEROOM_LDAP_LOGIN_ATTRIBUTE: 'sAMAccountName,mail' };
    await withDirectory(async (directory) => {
      for (const login of ['ada', 'ADA', ' Ada ', 'ada@school.example', 'ADA@School.Example']) {
        const mayTry = (account: string) => counted.add(account).size === 0;
        expect(await directory.checkPassword(login, 'wrong', mayTry)).toEqual({ kind: 'not-now' });
      }
    }, changes);
    expect(counted).toEqual(new Set([await subjectOf('ada')]));
  });

  it('without a service account is counted once, too', async () => {
    const counted = new Set<string>();
    const changes = {
      HOMEROOM_LDAP_BIND_DN: '',
      HOMEROOM_LDAP_BIND_PASSWORD: '',
      HOMEROOM_LDAP_BIND_PATTERN: '{login}@school.example',
    };
    await withDirectory(async (directory) => {
      for (const login of ['gül', 'GÜL', 'gul', 'g\u00adül', 'ｇül']) {
        const mayTry = (account: string) => counted.add(account).size === 0;
        await directory.checkPassword(login, 'wrong', mayTry);
      }
      expect(counted.size).toBe(1);
      const own = await directory.checkPassword('gül', passwordOf('gül'), always);
      expect(own).toMatchObject({ kind: 'signed-in', account: { name: 'Gül Güneş' } });
    }, changes);
  });
});

it('reads a long list of members in the ranges that Windows gives', async () => {
  const { settings } = read(await documented(samba));
  const account = { dn: service.dn, password: passwordOf(service.login) };
  const line = createServiceConnection(createConnections(settings, Date.now), account);
  try {
    const dn = groupDn('teachers');
    const { whole, ranges, asked } = await line.ask(async (client) => {
      const asked: string[] = [];
      // Windows cuts at 1,500 by itself; Samba where it is asked to.
      const cutAtTwo: Pick<Client, 'search'> = {
        search(base, options) {
          const [attribute = ''] = options?.attributes ?? [];
          const start = /range=(\d+)-\*/.exec(attribute)?.[1] ?? '0';
          const cut = `member;range=${start}-${Number(start) + 1}`;
          asked.push(attribute);
          return client.search(base, { ...options, attributes: [cut] });
        },
      };
      return {
        whole: await readMembers(client, dn, 'member'),
        ranges: await readMembers(cutAtTwo, dn, 'member'),
        asked,
      };
    });
    expect(whole).toHaveLength(6);
    expect(ranges).toEqual(whole);
    expect(asked).toEqual(['member', 'member;range=2-*', 'member;range=4-*']);
  } finally {
    await line.close();
  }
});

describe('what administrators read', () => {
  it('are decimal codes and words', async () => {
    const environment = await documented(samba, { HOMEROOM_LDAP_BIND_PASSWORD: 'old one' });
    const { code, err } = await runPeople(['check', 'ada'], environment);
    expect(code).toBe(1);
    expect(err).toContain(
      'LDAP result 49 invalidCredentials: the name or the password is wrong; 80090308',
    );
    expect(err).not.toMatch(/Code: 0x|old one/);
  });

  it('are decimal codes in the log, too', async () => {
    const { settings, readGroups } = read(await documented(samba));
    const line = ldapDirectory({
      settings: { ...settings, groups: { ...settings.groups, base: 'no DN at all' } },
      readGroups,
      clock: Date.now,
    });
    await expect(line.listClasses()).rejects.toThrow(/^(?!.*0x).*LDAP result \d+ \w+/s);
    await line.close();
  });
});
