/** The browser's Back after a sign-in: the flow that it leads to is over. */
import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from './testing/browser.ts';
import { type Running, authorizationRequest, signIn, startIdentity } from './testing/flow.ts';

const adas = 'homeroom=ada';

let at: Running;
/** Addresses of a flow that is over: its password page, and the way on from there. */
let over: { page: string; resume: string };
beforeAll(async () => {
  at = await startIdentity({ isSignedIn: async (cookies) => cookies === adas });
  const { form, browser } = await signIn(at, 'ada', 'ada');
  const resume = browser.visited.find((url) => /\/oidc\/auth\/[\w-]+$/.test(url)) ?? '';
  over = { page: form.url, resume };
});
afterAll(() => at[Symbol.asyncDispose]());

type Asked = { method?: string; cookie?: string; headers?: Record<string, string> };

async function ask(url: string, { method = 'GET', cookie = adas, headers }: Asked = {}) {
  const asked = request(url, { method, headers: { accept: 'text/html', cookie, ...headers } });
  asked.end();
  const [response] = await once(asked, 'response');
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, location: response.headers.location, response, text };
}

describe('a flow that is over', () => {
  it.each(['page', 'resume'] as const)('leads who is signed in home from its %s', async (which) => {
    const { status, location, response } = await ask(over[which]);
    expect([status, location]).toEqual([303, '/']);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.headers['set-cookie']).toBeUndefined();
  });

  it.each(['page', 'resume'] as const)('says so on its %s to who is not', async (which) => {
    for (const cookie of ['', 'homeroom=forged']) {
      const { status, location, text } = await ask(over[which], { cookie });
      expect([status, location]).toEqual([400, undefined]);
      expect(text).toContain('Please start again');
      expect(text).toContain('href="/"');
    }
  });

  it.each(['POST', 'HEAD', 'PUT', 'DELETE'])('asks for no cookie on %s', async (method) => {
    const { status, location } = await ask(over.page, { method });
    expect([status, location]).toEqual([400, undefined]);
  });

  it.each([
    ['a query', '?redirect=https://evil.example&returnTo=//evil.example', {}],
    ['another path', '//evil.example', {}],
    ['dots', '/..%2f..%2f..%2f..%2fevil.example', {}],
    ['a foreign Host', '', { host: 'evil.example', 'x-forwarded-host': 'evil.example' }],
    ['a Referer', '', { referer: 'https://evil.example/' }],
  ])('leads nowhere else, whatever %s asks for', async (_what, ending, headers) => {
    const { status, location } = await ask(over.page + ending, { headers });
    expect([status, location]).toEqual([303, '/']);
  });

  it('is no flow that goes on: who is signed in may be asked for the password', async () => {
    const { url } = await new Browser().open(authorizationRequest(at).url);
    const browser = new Browser();
    browser.cookies.push({ name: 'homeroom', value: 'ada', path: '/' });
    const page = await browser.open(authorizationRequest(at).url);
    expect([page.status, page.text.includes('autocomplete="current-password"')]).toEqual([
      200,
      true,
    ]);
    // Somebody else's, though: this browser has no such flow.
    expect((await ask(url)).status).toBe(303);
  });

  it('is no request that was refused: that page stays', async () => {
    const changes = { redirect_uri: 'https://evil.example/' };
    const { status, location } = await ask(authorizationRequest(at, changes).url);
    expect([status, location]).toEqual([400, undefined]);
  });

  it('says so, too, where nobody can tell who is signed in', async () => {
    await using own = await startIdentity({
      isSignedIn: () => Promise.reject(new Error('no storage')),
    });
    const { form } = await signIn(own, 'ada', 'ada');
    const { status, text } = await ask(form.url);
    expect(status).toBe(400);
    expect(text).toContain('Please start again');
    expect(text).not.toContain('no storage');
  });
});
