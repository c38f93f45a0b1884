/** The password page, with a real domain controller behind it. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Browser } from '../../../server/identity/testing/browser.ts';
import {
  authorizationRequest,
  type Running,
  signIn,
  startIdentity,
  verifyIdToken,
} from '../../../server/identity/testing/flow.ts';
import { type Samba, startSamba } from './samba.ts';
import { passwordOf } from './school.ts';
import { documented, read } from './settings.ts';

// Refusals take as long as the slowest of the latest (even-timing.ts): many of them take a while.
vi.setConfig({ testTimeout: 120_000 });

let samba: Samba;
let at: Running;
beforeAll(async () => {
  samba = await startSamba();
  const { settings, readGroups } = read(
    await documented(samba, { HOMEROOM_LDAP_LOGIN_ATTRIBUTE: 'sAMAccountName,mail' }),
  );
  at = await startIdentity({ directory: { kind: 'ldap', settings }, readGroups });
}, 120_000);
afterAll(async () => {
  await at[Symbol.asyncDispose]();
  await samba[Symbol.asyncDispose]();
});

async function submit(fields: Record<string, string>[]) {
  const browser = new Browser();
  const page = await browser.open(authorizationRequest(at).url);
  const answers = [];
  for (const one of fields) answers.push(await browser.submit(page, one));
  return answers;
}

it('leads to an ID token with the groups, and the person is found by its subject', async () => {
  const { tokens } = await signIn(at, 'cleo', passwordOf('cleo'));
  const { payload } = await verifyIdToken(at, tokens.idToken);
  expect(payload).toMatchObject({ name: 'Cleo Conti', groups: ['algebra', 'maths', 'teachers'] });
  expect(await at.identity.directory?.stillHere(payload.sub ?? '')).toMatchObject({
    name: 'Cleo Conti',
  });
});

it.each([
  ['off', 'This account is switched off.'],
  ['over', 'The time of this account is over.'],
  ['hours', 'This account may not sign in at this time.'],
  ['place', 'This account may sign in only at certain computers of the school.'],
  ['old', 'has expired'],
  ['first', 'has to be changed once'],
])('tells %s why, and a guesser nothing', async (login, sentence) => {
  const [right] = await submit([{ login, password: passwordOf(login) }]);
  expect(right?.status).toBe(403);
  expect(right?.text).toContain(sentence);
  const [wrong] = await submit([{ login, password: 'wrong' }]);
  expect(wrong?.status).toBe(422);
  expect(wrong?.text).not.toContain(sentence);
});

it('asks for another login where one fits two accounts', async () => {
  const fields = { login: 'twins@school.example', password: passwordOf('twin1') };
  const [answer] = await submit([fields]);
  expect(answer?.status).toBe(409);
  expect(answer?.text).toContain('Several accounts have this login name');
  expect(answer?.text).not.toContain('CN=');
});

it('counts guesses at one account together, however its login is written', async () => {
  const spellings = ['ada', 'ADA', 'ada@school.example', ' Ada', 'aDa', 'ADA@SCHOOL.EXAMPLE'];
  const answers = await submit(spellings.map((login) => ({ login, password: 'wrong' })));
  const statuses = answers.map(({ status }) => status);
  expect(statuses[0]).toBe(422);
  expect(statuses.at(-1)).toBe(429);
});
