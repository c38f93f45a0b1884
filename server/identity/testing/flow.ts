/** A running identity provider, and the authorization code flow against it, for tests. */
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { clientAddress } from '../../http/client-address.ts';
import type { ReadGroups } from '../directory.ts';
import { type Identity, type IdentityOptions, createIdentity } from '../identity.ts';
import type { Log } from '../../http/log.ts';
import { Browser, type Page } from './browser.ts';

export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

export const readGroups: ReadGroups = (groups) => ({
  role: groups.includes('students') ? 'student' : groups.includes('teachers') ? 'teacher' : null,
  classes: groups.flatMap((group) => /^class-(.+)$/.exec(group)?.[1] ?? []),
});

export type Running = { identity: Identity; url: URL; [Symbol.asyncDispose](): Promise<void> };

export async function startIdentity(options: Partial<IdentityOptions> = {}): Promise<Running> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = new URL(`http://127.0.0.1:${address.port}/`);
  const identity = await createIdentity({
    publicUrl: url,
    directory: { kind: 'sample' },
    readGroups,
    keysDir: null,
    school: {
      name: 'Example School',
      contact: 'office@school.example',
      logo: '/logo.svg',
      icon: '/icon.svg',
    },
    schoolStyle: ':root:root{--accent:#123456}',
    isSignedIn: async () => false,
    purposeOf: async () => null,
    clientAddressOf: clientAddress([]),
    clock: Date.now,
    log: silent,
    ...options,
  });
  server.on('request', (req, res) => identity.handle(req, res));
  return {
    identity,
    url,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await identity.close();
    },
  };
}

export type Request = { url: string; verifier: string; state: string; nonce: string };

export function authorizationRequest(
  at: Pick<Running, 'url'>,
  changes: Record<string, string | null> = {},
): Request {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(8).toString('hex');
  const nonce = randomBytes(8).toString('hex');
  const params: Record<string, string | null> = {
    client_id: 'homeroom',
    response_type: 'code',
    scope: 'openid profile groups',
    redirect_uri: new URL('/homeroom/signed-in', at.url).href,
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  };
  const url = new URL('/homeroom/oidc/auth', at.url);
  for (const [name, value] of Object.entries(params)) {
    if (value !== null) url.searchParams.set(name, value);
  }
  return { url: url.href, verifier, state, nonce };
}

export function redeem(
  at: Pick<Running, 'url'>,
  callback: Page,
  { verifier }: Request,
): Promise<Response> {
  return fetch(new URL('/homeroom/oidc/token', at.url), {
    method: 'POST',
    headers: { origin: at.url.origin },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'homeroom',
      redirect_uri: new URL('/homeroom/signed-in', at.url).href,
      code: new URL(callback.url).searchParams.get('code') ?? '',
      code_verifier: verifier,
    }),
  });
}

export async function verifyIdToken(at: Running, idToken: string) {
  return jwtVerify(idToken, createLocalJWKSet(at.identity.jwks()), {
    issuer: at.identity.issuer,
    audience: 'homeroom',
  });
}

/** The whole way from the front door to verified claims. */
export async function signIn(
  at: Running,
  login: string,
  password: string,
  browser: Browser = new Browser(),
) {
  const request = authorizationRequest(at);
  const form = await browser.open(request.url);
  const callback = await browser.submit(form, { login, password });
  const answer: unknown = await (await redeem(at, callback, request)).json();
  return { request, form, callback, tokens: tokensOf(answer), browser };
}

function tokensOf(answer: unknown): { idToken: string; accessToken: string } {
  if (answer && typeof answer === 'object' && 'id_token' in answer && 'access_token' in answer) {
    return { idToken: String(answer.id_token), accessToken: String(answer.access_token) };
  }
  throw new Error(`no tokens: ${JSON.stringify(answer)}`);
}
