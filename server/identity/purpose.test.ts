/** The password page of an action: for what, for which room, and with the name filled in. */
import { expect, it } from 'vitest';
import { Browser } from './testing/browser.ts';
import { authorizationRequest, startIdentity } from './testing/flow.ts';

const purpose = { kind: 'start-lesson', room: 'Maths <7a>', subject: '' } as const;

it('says what it is made for, escaped, and signs in as always', async () => {
  await using running = await startIdentity({ purposeOf: async () => purpose });
  const browser = new Browser();
  const page = await browser.open(authorizationRequest(running).url);
  expect(page.text).toContain('the lesson in “Maths &lt;7a&gt;”');
  expect(page.text).toContain('aria-describedby="why"');
  expect(page.text).not.toContain('<7a>');
  const done = await browser.submit(page, { login: 'ada', password: 'ada' });
  expect(done.url).toContain('code=');
});

it('has the name filled in that the person signed in with last, and nobody else’s', async () => {
  let subject = '';
  await using running = await startIdentity({
    purposeOf: async () => (subject === '' ? null : { ...purpose, subject }),
  });
  const subjects = new Map<string, string>();
  for (const login of ['ada', 'bo']) {
    const browser = new Browser();
    const page = await browser.open(authorizationRequest(running).url);
    await browser.submit(page, { login: ` ${login.toUpperCase()}`, password: login });
    const account = await running.identity.directory?.findTeachers(login);
    subjects.set(login, account?.teachers[0]?.subject ?? '');
  }
  for (const [login, theirs] of subjects) {
    subject = theirs;
    const { text } = await new Browser().open(authorizationRequest(running).url);
    expect(text).toContain(`value=" ${login.toUpperCase()}"`);
  }
  subject = 'somebody who has not signed in here';
  expect((await new Browser().open(authorizationRequest(running).url)).text).toContain('value=""');
});

it('is the plain page where what it is made for cannot be found out', async () => {
  await using running = await startIdentity({
    purposeOf: () => Promise.reject(new Error('no database')),
  });
  const page = await new Browser().open(authorizationRequest(running).url);
  expect(page.status).toBe(200);
  expect(page.text).not.toContain('id="why"');
});
