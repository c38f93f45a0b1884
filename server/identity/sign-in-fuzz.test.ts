import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { samplePeople } from './sample-people.ts';
import { Browser, type Page } from './testing/browser.ts';
import { authorizationRequest, type Running, startIdentity } from './testing/flow.ts';

let at: Running;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  at = await startIdentity();
  browser = new Browser();
  page = await browser.open(authorizationRequest(at).url);
});
afterAll(() => at[Symbol.asyncDispose]());

const logins = samplePeople.map(({ login }) => login);
const nearly = fc
  .constantFrom(...logins)
  .chain((login) =>
    fc.constantFrom(
      login,
      login.toUpperCase(),
      `${login}\0`,
      ` ${login}`,
      `${login}'--`,
      `${login}*`,
      Array.from(login).join('\u200b'),
    ),
  );
const login = fc.oneof(nearly, fc.string({ unit: 'binary' }));
const password = fc.oneof(nearly, fc.string({ unit: 'binary' }), fc.constant(''));
const name = fc.oneof(
  fc.constantFrom('login', 'password', 'step', 'next', 'repeat', '__proto__'),
  fc.string(),
);

const isRight = (fields: URLSearchParams) =>
  samplePeople.some(
    (one) =>
      (fields.get('login') ?? '').normalize('NFKC').trim().toLowerCase() === one.login &&
      fields.get('password') === one.password,
  );

it('lets nobody in for anything but a right login with its own password', async () => {
  const forms = fc.oneof(
    fc.record({ login, password }).map((fields) => new URLSearchParams(fields)),
    fc
      .array(fc.tuple(name, fc.oneof(login, password)), { maxLength: 6 })
      .map((pairs) => new URLSearchParams(pairs)),
  );
  await fc.assert(
    fc.asyncProperty(forms, async (fields) => {
      fc.pre(!isRight(fields));
      const answer = await browser.open(page.url, {
        method: 'POST',
        body: fields,
        headers: { origin: at.url.origin },
      });
      expect(answer.url).toBe(page.url);
      expect([200, 422, 429]).toContain(answer.status);
      expect(answer.text).toContain('name="password"');
    }),
    { numRuns: 300 },
  );
});

it('answers bytes that are no form with a refusal, never with a fault', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const answer = await browser.open(page.url, {
        method: 'POST',
        body: Buffer.from(bytes),
        headers: {
          origin: at.url.origin,
          'content-type': 'application/x-www-form-urlencoded',
        },
      });
      expect([422, 429]).toContain(answer.status);
    }),
    { numRuns: 50 },
  );
});
