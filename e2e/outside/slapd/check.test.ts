import { afterAll, beforeAll, expect, it } from 'vitest';
import { runPeople } from '../../../server/cli/testing/run-people.ts';
import { groupsBase, passwordOf, peopleBase, service } from './school.ts';
import { type Slapd, startSlapd } from './slapd.ts';

let slapd: Slapd;
beforeAll(async () => {
  slapd = await startSlapd();
}, 30_000);
afterAll(() => slapd[Symbol.asyncDispose]());

function check(args: string[], stdin = '', changes: Record<string, string> = {}) {
  const settings = {
    HOMEROOM_LDAP_URL: slapd.url,
    HOMEROOM_LDAP_CA: slapd.ca,
    HOMEROOM_LDAP_SECURITY: 'starttls',
    HOMEROOM_LDAP_BIND_DN: service.dn,
    HOMEROOM_LDAP_BIND_PASSWORD: service.password,
    HOMEROOM_LDAP_PEOPLE_BASE: peopleBase,
    HOMEROOM_LDAP_GROUPS_BASE: groupsBase,
    ...changes,
  };
  return runPeople(['check', ...args], settings, stdin);
}

it('shows the DN, the groups, and what follows by which setting', async () => {
  const { code, out, err } = await check(['comma']);
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(out).toContain(`found     cn=Last\\2C First,${peopleBase}`);
  expect(out).toContain(`group     teachers  (cn=teachers,${groupsBase})`);
  expect(out).toContain('role      teacher, by teachers  (HOMEROOM_TEACHER_GROUPS)');
  const both = await check(['both'], '', { HOMEROOM_ADMIN_GROUPS: 'teachers' });
  expect(both.out).toContain('which counts more than teachers');
  expect(both.out).toContain('no: a student never is one');
  expect(both.out).toContain('class     7a  (HOMEROOM_CLASS_PATTERN ^class-(.+)$)');
});

it.each([
  ['anna', passwordOf('anna'), 'password  accepted', 0],
  ['anna', 'wrong', 'not accepted: it is wrong', 1],
  ['new', passwordOf('new'), 'right, but it has to be changed first', 1],
  ['locked', passwordOf('locked'), 'the account is locked', 1],
])(
  'says of the password of %s what the directory says',
  async (login, password, sentence, expected) => {
    if (login === 'locked') {
      await slapd.change(
        `dn: uid=locked,${peopleBase}\nchangetype: modify\nadd: pwdAccountLockedTime\npwdAccountLockedTime: 000001010000Z\n`,
      );
    }
    const { code, out } = await check([login, '--password'], `${password}\n`);
    expect(out).toContain(sentence);
    expect(code).toBe(expected);
  },
);

it('tells who is left out by a filter from who is not there', async () => {
  const filter = { HOMEROOM_LDAP_PEOPLE_FILTER: '(sn=Bert Berg)' };
  expect((await check(['anna'], '', filter)).err).toContain(
    'does not match HOMEROOM_LDAP_PEOPLE_FILTER',
  );
  expect(
    (await check(['anna'], '', { HOMEROOM_LDAP_ID_ATTRIBUTE: 'employeeNumber' })).err,
  ).toContain('has no employeeNumber');
  expect((await check(['nobody'])).err).toContain('not found');
});

it('names what is wrong with the settings or the server', async () => {
  expect((await check(['anna'], '', { HOMEROOM_LDAP_MEMBERSHIP: 'x' })).err).toContain(
    'HOMEROOM_LDAP_MEMBERSHIP',
  );
  expect((await check(['anna'], '', { HOMEROOM_LDAP_CA: '' })).err).toMatch(
    /cannot be asked: .*certificate/,
  );
  expect((await check(['anna'], '', { HOMEROOM_LDAP_BIND_PASSWORD: 'old' })).err).toContain(
    'the service account',
  );
});

it('asks without a service account as the person itself', async () => {
  const direct = {
    HOMEROOM_LDAP_BIND_DN: '',
    HOMEROOM_LDAP_BIND_PASSWORD: '',
    HOMEROOM_LDAP_BIND_PATTERN: `uid={login},${peopleBase}`,
  };
  const { code, out } = await check(['anna'], passwordOf('anna'), direct);
  expect(out).toContain('password  accepted');
  expect(out).toContain('role      teacher');
  expect(code).toBe(0);
  expect(await check(['anna'], 'wrong', direct)).toMatchObject({
    code: 1,
    out: 'password  not accepted: it is wrong\n',
  });
});
