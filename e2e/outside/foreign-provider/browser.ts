/** What a browser does at the school's provider: its cookies, its redirects, and the code for tokens. */
import { createHash, randomBytes } from 'node:crypto';
import { apiPaths } from '../../../server/contract/paths.ts';
import { SignInStart } from '../../../server/contract/session.ts';
import type { School } from '../../../server/testing/school.ts';
import type { Answer, Visitor } from '../../../server/testing/visitor.ts';

export type Tokens = { id_token: string; access_token: string; refresh_token?: string };

export type Browser = {
  /** Homeroom's half of it. */
  visitor: Visitor;
  /** Begins a sign-in at Homeroom. */
  begin(stepUp?: string): Promise<SignInStart>;
  /** The authorization request, the provider's pages, the code, the tokens. */
  throughProvider(start: SignInStart): Promise<{ tokens: Tokens; iss: string | null }>;
  /** All of it, up to what Homeroom answers. */
  signIn(stepUp?: string): Promise<{ start: SignInStart; answer: Answer }>;
  /** Signs out at the provider, pressing "yes". @returns where it leads back to */
  signOutThere(providerUrl: string): Promise<string>;
};

export const exchange = (visitor: Visitor, tokens: Tokens, iss: string | null) =>
  visitor.ask('POST', apiPaths.session, {
    idToken: tokens.id_token,
    accessToken: tokens.access_token,
    ...(tokens.refresh_token ? { refreshToken: tokens.refresh_token } : {}),
    ...(iss === null ? {} : { iss }),
  });

/** @param send `fetch`, or one that trusts the provider's certificate */
export function createBrowser(school: School, send: typeof fetch = fetch): Browser {
  const visitor = school.visitor();
  const cookies = new Map<string, string>();

  async function go(url: URL, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = new Headers(init.headers);
    headers.set('cookie', cookie);
    const response = await send(url, { ...init, redirect: 'manual', headers });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', ...value] = (line.split(';')[0] ?? '').split('=');
      if (value.join('=') === '') cookies.delete(name);
      else cookies.set(name, value.join('='));
    }
    return response;
  }

  /** The form of a page, as it stands there, and the button that is pressed. */
  function submit(page: string, pressed: Record<string, string> = {}): Promise<Response> {
    const [, action = ''] = /action="([^"]+)"/.exec(page) ?? [];
    const fields = [...page.matchAll(/name="([^"]+)" value="([^"]+)"\/>/g)];
    const body = new URLSearchParams(pressed);
    for (const [, name = '', value = ''] of fields) body.set(name, value);
    return go(new URL(action), { method: 'POST', body });
  }

  /** Up to the first address that is not the provider's. */
  async function follow(first: URL): Promise<URL> {
    let next = first;
    for (let hops = 0; hops < 10; hops += 1) {
      if (next.origin !== first.origin) return next;
      const response = await go(next);
      const page = await response.text();
      // A page that submits itself: somebody else was signed in, and is signed out first.
      const answer = page.includes('document.forms[0].submit()') ? await submit(page) : response;
      const location = answer.headers.get('location');
      if (!location) throw new Error(`${answer.status} ${page}`);
      next = new URL(location, next);
    }
    throw new Error('round and round');
  }

  async function begin(stepUp?: string): Promise<SignInStart> {
    const wish = stepUp === undefined ? {} : { stepUp };
    return SignInStart.parse((await visitor.ask('POST', apiPaths.signIn, wish)).body);
  }

  async function throughProvider(start: SignInStart) {
    const verifier = randomBytes(32).toString('base64url');
    const first = new URL('/auth', start.issuer);
    first.search = new URLSearchParams({
      client_id: start.clientId,
      redirect_uri: start.redirectUri,
      response_type: 'code',
      scope: start.scope,
      nonce: start.nonce,
      state: 'state',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...(start.prompt ? { prompt: start.prompt } : {}),
      ...(start.maxAge === undefined ? {} : { max_age: String(start.maxAge) }),
    }).toString();
    const callback = await follow(first);
    const answer = await send(new URL('/token', start.issuer), {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: start.clientId,
        redirect_uri: start.redirectUri,
        code: callback.searchParams.get('code') ?? '',
        code_verifier: verifier,
      }),
    });
    const tokens: Tokens = JSON.parse(await answer.text());
    return { tokens, iss: callback.searchParams.get('iss') };
  }

  return {
    visitor,
    begin,
    throughProvider,
    async signIn(stepUp) {
      const start = await begin(stepUp);
      const { tokens, iss } = await throughProvider(start);
      return { start, answer: await exchange(visitor, tokens, iss) };
    },
    async signOutThere(providerUrl) {
      const page = await (await go(new URL(providerUrl))).text();
      const done = await submit(page, { logout: 'yes' });
      return done.headers.get('location') ?? `${done.status} ${await done.text()}`;
    },
  };
}
