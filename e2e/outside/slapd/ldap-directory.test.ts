import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadGroups, SignInAnswer } from '../../../server/identity/directory.ts';
import type { Attempt, Browser } from '../../../server/identity/attempt.ts';
import { createLoginThrottle } from '../../../server/identity/login-throttle.ts';
import { ldapDirectory } from '../../../server/identity/ldap/ldap-directory.ts';
import { type LdapSettings, readLdapSettings } from '../../../server/identity/ldap/settings.ts';
import { SettingsReader } from '../../../server/settings/settings-reader.ts';
import { freePort } from '../../homeroom.ts';
import { groupsBase, passwordOf, peopleBase, service } from './school.ts';
import { type Slapd, startSlapd } from './slapd.ts';

let slapd: Slapd;
beforeAll(async () => {
  slapd = await startSlapd();
}, 30_000);
afterAll(() => slapd[Symbol.asyncDispose]());

const readGroups: ReadGroups = (groups) => ({
  role: groups.includes('students') ? 'student' : groups.includes('teachers') ? 'teacher' : null,
  classes: groups.flatMap((group) => /^class-(.+)$/.exec(group)?.[1] ?? []),
});

const always = () => true;

function settings(changes: Record<string, string | undefined> = {}): LdapSettings {
  const environment = {
    HOMEROOM_LDAP_URL: slapd.url,
    HOMEROOM_LDAP_CA: slapd.ca,
    HOMEROOM_LDAP_SECURITY: 'starttls',
    HOMEROOM_LDAP_BIND_DN: service.dn,
    HOMEROOM_LDAP_BIND_PASSWORD: service.password,
    HOMEROOM_LDAP_PEOPLE_BASE: peopleBase,
    HOMEROOM_LDAP_GROUPS_BASE: groupsBase,
    HOMEROOM_LDAP_TIMEOUT: '1s',
    ...changes,
  };
  const read = new SettingsReader(environment, () => '');
  const found = readLdapSettings(read);
  if (!found || read.faults.length > 0) throw new Error(JSON.stringify(read.faults));
  return found;
}

const open = (changes: Record<string, string | undefined> = {}) =>
  ldapDirectory({ settings: settings(changes), readGroups, clock: Date.now });

async function signIn(
  login: string,
  changes: Record<string, string | undefined> = {},
): Promise<SignInAnswer> {
  const directory = open(changes);
  try {
    return await directory.checkPassword(login, passwordOf(login.trim().toLowerCase()), always);
  } finally {
    await directory.close();
  }
}

const groupsIn = (answer: SignInAnswer) =>
  answer.kind === 'signed-in' ? answer.account.groups : answer;

describe('signing in', () => {
  it.each([
    ['StartTLS', {}],
    ['ldaps', () => ({ HOMEROOM_LDAP_URL: slapd.ldapsUrl })],
    [
      'plain, on this machine',
      { HOMEROOM_LDAP_SECURITY: 'unsafe-plain', HOMEROOM_LDAP_CA: undefined },
    ],
  ])('works over %s', async (_line, changes) => {
    const answer = await signIn('anna', typeof changes === 'function' ? changes() : changes);
    expect(answer).toEqual({
      kind: 'signed-in',
      account: {
        subject: expect.stringMatching(/^[0-9a-f-]{36}$/),
        name: 'Frau Adler',
        groups: ['teachers'],
      },
    });
  });

  it.each(['gül', 'ANNA', ' anna ', 'comma', 'odd*)(uid=anna'])(
    'works for the login %j',
    async (login) => {
      expect(await signIn(login)).toMatchObject({ kind: 'signed-in' });
    },
  );

  it.each([
    '*',
    'a*',
    'anna)(uid=*',
    '*)(|(uid=*',
    'anna\\',
    'anna,ou=people',
    '\u0000anna',
    'аnna',
  ])('takes the login %j for nobody', async (login) => {
    const directory = open();
    expect(await directory.checkPassword(login, passwordOf('anna'), always)).toEqual({
      kind: 'refused',
    });
    await directory.close();
  });

  it('never brings an empty or endless password to a bind', async () => {
    const directory = open();
    let wasAsked = false;
    const mayTry = () => (wasAsked = true);
    for (const password of ['', 'x'.repeat(5_000)]) {
      expect(await directory.checkPassword('anna', password, mayTry)).toEqual({ kind: 'refused' });
    }
    expect(wasAsked).toBe(false);
    await directory.close();
  });

  it('takes equally long for a wrong password and an unknown name', async () => {
    const directory = open();
    const time = async (login: string) => {
      const began = performance.now();
      expect(await directory.checkPassword(login, 'wrong', always)).toEqual({ kind: 'refused' });
      return performance.now() - began;
    };
    await time('bert');
    const [wrong, unknown] = [await time('cleo'), await time('nobody')];
    expect(Math.abs(wrong - unknown)).toBeLessThan(60);
    await directory.close();
  });

  it('keeps the id when name and login change', async () => {
    const before = await signIn('cleo');
    await slapd.change(
      `dn: uid=cleo,${peopleBase}\nchangetype: modify\nreplace: cn\ncn: Cleo Married\n`,
    );
    await slapd.change(
      `dn: uid=cleo,${peopleBase}\nchangetype: modrdn\nnewrdn: uid=cleo2\ndeleteoldrdn: 1\n`,
    );
    const directory = open();
    const after = await directory.checkPassword('cleo2', passwordOf('cleo'), always);
    await directory.close();
    expect(after).toMatchObject({ kind: 'signed-in', account: { name: 'Cleo Married' } });
    if (before.kind !== 'signed-in' || after.kind !== 'signed-in') throw new Error('not signed in');
    expect(after.account.subject).toBe(before.account.subject);
  });
});

describe('groups', () => {
  it('follows groups in groups, to a depth, and ends in a circle', async () => {
    expect(groupsIn(await signIn('bert'))).toEqual(['algebra', 'maths', 'teachers']);
    expect(groupsIn(await signIn('comma'))).toEqual(['algebra', 'maths', 'teachers']);
    expect(groupsIn(await signIn('comma', { HOMEROOM_LDAP_NESTED_DEPTH: '1' }))).toEqual([
      'algebra',
      'maths',
    ]);
    expect(groupsIn(await signIn('comma', { HOMEROOM_LDAP_NESTED_DEPTH: '0' }))).toEqual([
      'algebra',
    ]);
  });

  it('reads them from memberOf, too', async () => {
    const changes = { HOMEROOM_LDAP_MEMBERSHIP: 'memberOf' };
    expect(groupsIn(await signIn('anna', changes))).toEqual(['teachers']);
    expect(groupsIn(await signIn('comma', changes))).toEqual(['algebra', 'maths', 'teachers']);
    expect(groupsIn(await signIn('bert', { ...changes, HOMEROOM_LDAP_NESTED_DEPTH: '0' }))).toEqual(
      ['maths'],
    );
  });

  it('reads them from memberUid, too', async () => {
    const changes = {
      HOMEROOM_LDAP_MEMBERSHIP: 'memberUid',
      HOMEROOM_LDAP_GROUPS_BASE: 'ou=posix,dc=school,dc=example',
    };
    expect(groupsIn(await signIn('anna', changes))).toEqual(['teachers']);
    expect(groupsIn(await signIn('bert', changes))).toEqual([]);
  });

  it.each(['member', 'memberOf'])(
    'counts none that stands elsewhere or only looks alike (%s)',
    async (membership) => {
      const changes = { HOMEROOM_LDAP_MEMBERSHIP: membership };
      expect(groupsIn(await signIn('outsider', changes))).toEqual([]);
      const groups = groupsIn(await signIn('finn', changes));
      expect(groups).toContain('students');
      expect(groups).not.toContain('teachers');
    },
  );
});

describe('accounts that may not sign in', () => {
  it('says of an expired password that it is expired, to who knows it', async () => {
    // pwdMaxAge is one second, and the directory counts whole ones.
    await expect.poll(() => signIn('old'), { timeout: 5_000 }).toEqual({ kind: 'expired' });
    const directory = open();
    expect(await directory.checkPassword('old', 'wrong', always)).toEqual({ kind: 'refused' });
    await directory.close();
  });

  it('lets a password that has to be changed open nothing', async () => {
    expect(await signIn('new')).toEqual({ kind: 'change-elsewhere' });
  });

  it('tells nobody of a lock, and takes a locked person for gone', async () => {
    const before = await signIn('locked');
    if (before.kind !== 'signed-in') throw new Error('not signed in');
    const directory = open();
    expect(await directory.stillHere(before.account.subject)).toMatchObject({
      name: 'Lola Locked',
    });
    await slapd.change(
      `dn: uid=locked,${peopleBase}\nchangetype: modify\nadd: pwdAccountLockedTime\npwdAccountLockedTime: 000001010000Z\n`,
    );
    expect(await signIn('locked')).toEqual({ kind: 'refused' });
    expect(await directory.stillHere(before.account.subject)).toBeNull();
    await directory.close();
  });

  it('never reaches the directory’s own lockout by guessing', async () => {
    const directory = open({ HOMEROOM_LDAP_LOCKOUT_AFTER: '6' });
    const throttle = createLoginThrottle({ after: 6, windowMs: 1_800_000 }, Date.now);
    const guess = async (browser: Browser) => {
      const tried: Attempt[] = [];
      const mayTry = (account: string) => {
        const attempt = { account, network: '::1', browser };
        const { mayTry: isAllowed } = throttle.begin(attempt);
        if (isAllowed) tried.push(attempt);
        return isAllowed;
      };
      const answer = await directory.checkPassword('guessed', 'wrong', mayTry);
      for (const attempt of tried) throttle.failed(attempt);
      return answer;
    };
    for (let n = 0; n < 4; n += 1) await guess({ kind: 'strange' });
    for (let n = 0; n < 8; n += 1) await guess({ kind: 'known', id: `browser ${n % 3}` });
    expect(await guess({ kind: 'strange' })).toEqual({ kind: 'not-now' });
    expect(await signIn('guessed')).toMatchObject({ kind: 'signed-in' });
    await directory.close();
  });
});

describe('several login attributes', () => {
  const changes = { HOMEROOM_LDAP_LOGIN_ATTRIBUTE: 'uid,mail' };
  const setMail = (login: string, mail: string) =>
    slapd.change(
      `dn: uid=${login},${peopleBase}\nchangetype: modify\nreplace: mail\nmail: ${mail}\n`,
    );

  it('let nobody take the name of somebody else', async () => {
    await setMail('finn', 'anna');
    expect(await signIn('anna', changes)).toMatchObject({
      kind: 'signed-in',
      account: { name: 'Frau Adler' },
    });
  });

  it('let people sign in by either', async () => {
    await setMail('finn', 'finn@school.example');
    const directory = open(changes);
    const answer = await directory.checkPassword('finn@school.example', passwordOf('finn'), always);
    expect(answer).toMatchObject({ kind: 'signed-in', account: { name: 'Finn Fischer' } });
    await directory.close();
  });

  it('sign nobody in where the same value stands at two accounts', async () => {
    await setMail('finn', 'both@school.example');
    await setMail('bert', 'both@school.example');
    const directory = open(changes);
    const answer = await directory.checkPassword('both@school.example', passwordOf('finn'), always);
    expect(answer).toMatchObject({ kind: 'ambiguous', cause: /2 people have the mail/ });
    await directory.close();
  });
});

describe('without a service account', () => {
  const direct = {
    HOMEROOM_LDAP_BIND_DN: undefined,
    HOMEROOM_LDAP_BIND_PASSWORD: undefined,
    HOMEROOM_LDAP_BIND_PATTERN: `uid={login},${peopleBase}`,
  };

  it.each(['anna', 'gül', 'odd*)(uid=anna'])('binds as the person %j itself', async (login) => {
    expect(await signIn(login, direct)).toMatchObject({ kind: 'signed-in' });
  });

  it.each([`cleo,${peopleBase}`, 'anna,ou=clubs', 'anna+cn=x', '', 'nobody'])(
    'refuses the login %j',
    async (login) => {
      const directory = open(direct);
      expect(await directory.checkPassword(login, passwordOf('anna'), always)).toEqual({
        kind: 'refused',
      });
      await directory.close();
    },
  );

  it('takes nobody from elsewhere for one of the people', async () => {
    const elsewhere = { ...direct, HOMEROOM_LDAP_PEOPLE_BASE: 'ou=clubs,dc=school,dc=example' };
    expect(await signIn('anna', elsewhere)).toMatchObject({ kind: 'unreachable' });
  });

  it('cannot be asked about anybody', async () => {
    const directory = open(direct);
    expect(directory.canBeAsked).toBe(false);
    await expect(directory.stillHere('anybody')).rejects.toThrow('service account');
  });
});

describe('the directory port', () => {
  it('lists classes in their order', async () => {
    const directory = open();
    expect(await directory.listClasses()).toEqual(['7a', '10b']);
    await directory.close();
  });

  it.each(['member', 'memberOf'])(
    'finds teachers, and no students who are teachers too (%s)',
    async (membership) => {
      const directory = open({ HOMEROOM_LDAP_MEMBERSHIP: membership });
      const found = async (query: string) =>
        (await directory.findTeachers(query)).teachers.map(
          ({ name, detail }) => `${name} (${detail})`,
        );
      expect(await found('')).toEqual([
        'Bert Berg (bert)',
        'Frau Adler (anna)',
        'Last, First (comma)',
      ]);
      expect(await found('ADL')).toEqual(['Frau Adler (anna)']);
      expect(await found('*')).toEqual([]);
      expect(await found('finn')).toEqual([]);
      expect(await found('otto')).toEqual([]);
      await directory.close();
    },
  );

  it('tells who is still here, and of whom nobody has heard', async () => {
    const directory = open();
    const answer = await signIn('finn');
    if (answer.kind !== 'signed-in') throw new Error('not signed in');
    expect(await directory.stillHere(answer.account.subject)).toMatchObject({
      name: 'Finn Fischer',
    });
    expect(await directory.stillHere('00000000-0000-0000-0000-000000000000')).toBeNull();
    expect(await directory.stillHere('*')).toBeNull();
    await directory.close();
  });
});

describe('when something is wrong', () => {
  it('refuses a server whose certificate the school’s authority did not sign', async () => {
    const other = { HOMEROOM_LDAP_CA: undefined };
    expect(await signIn('anna', other)).toMatchObject({
      kind: 'unreachable',
      cause: /certificate/,
    });
  });

  it('refuses a server of another name', async () => {
    const changes = { HOMEROOM_LDAP_URL: slapd.url.replace('127.0.0.1', '127.0.0.2') };
    expect(await signIn('anna', changes)).toMatchObject({ kind: 'unreachable' });
  });

  it('names the service account when that one is refused', async () => {
    const answer = await signIn('anna', { HOMEROOM_LDAP_BIND_PASSWORD: 'old one' });
    expect(answer).toMatchObject({
      kind: 'unreachable',
      cause: expect.stringContaining(service.dn),
    });
    expect(JSON.stringify(answer)).not.toContain('old one');
  });

  it('tries the next server, and says what is wrong when there is none', async () => {
    const dead = 'ldap://127.0.0.1:1';
    expect(await signIn('anna', { HOMEROOM_LDAP_URL: `${dead}, ${slapd.url}` })).toMatchObject({
      kind: 'signed-in',
    });
    expect(await signIn('anna', { HOMEROOM_LDAP_URL: dead })).toMatchObject({
      kind: 'unreachable',
      cause: /ECONNREFUSED/,
    });
  });

  it('gives a silent server up', async () => {
    const port = await freePort();
    const silent = createServer().listen(port, '127.0.0.1');
    const answer = await signIn('anna', {
      HOMEROOM_LDAP_URL: `ldap://127.0.0.1:${port}`,
      HOMEROOM_LDAP_TIMEOUT: '200ms',
    });
    expect(answer).toMatchObject({ kind: 'unreachable' });
    silent.close();
  });

  it.each([
    ['HOMEROOM_LDAP_PEOPLE_BASE', 'ou=nowhere,dc=school,dc=example'],
    ['HOMEROOM_LDAP_GROUPS_BASE', 'ou=nowhere,dc=school,dc=example'],
  ])('names the setting that leads nowhere: %s', async (setting, base) => {
    const answer = await signIn('anna', { [setting]: base });
    expect(answer).toMatchObject({ kind: 'unreachable', cause: expect.stringContaining(setting) });
  });

  it('does not open with a filter that is none', () => {
    expect(() => open({ HOMEROOM_LDAP_PEOPLE_FILTER: '(&(a=b)c)' })).toThrow(
      'HOMEROOM_LDAP_PEOPLE_FILTER',
    );
  });

  it('takes nobody for another when a login fits several', async () => {
    const directory = open({ HOMEROOM_LDAP_LOGIN_ATTRIBUTE: 'objectClass' });
    const answer = await directory.checkPassword('inetOrgPerson', passwordOf('anna'), always);
    expect(answer).toMatchObject({ kind: 'ambiguous', cause: /people have the objectClass/ });
    await directory.close();
  });

  it('binds its line again after the directory restarted unseen', async () => {
    const directory = open();
    expect(await directory.listClasses()).toEqual(['7a', '10b']);
    await slapd.stop();
    await slapd.start();
    expect(await directory.listClasses()).toEqual(['7a', '10b']);
    await directory.close();
  });

  it('comes back by itself after the directory was down', async () => {
    const directory = open();
    const ask = () => directory.checkPassword('anna', passwordOf('anna'), always);
    expect(await ask()).toMatchObject({ kind: 'signed-in' });
    await slapd.stop();
    expect(await ask()).toMatchObject({ kind: 'unreachable' });
    await expect(directory.stillHere('anybody')).rejects.toThrow('ECONNREFUSED');
    await slapd.start();
    expect(await ask()).toMatchObject({ kind: 'signed-in' });
    await directory.close();
  });
});
