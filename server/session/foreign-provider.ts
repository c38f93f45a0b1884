/**
 * The school's own OpenID provider: who somebody is by its claims, and by its userinfo
 * where those lack something. Where it does not answer nobody new signs in, and sessions
 * that stand go on.
 */
import { type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Log } from '../http/log.ts';
import { groupsIn, nameIn } from './id-token-claims.ts';
import { createDiscovery, type Discovery, fetchJson, providerTimeout } from './discovery.ts';
import { causeOf } from './network-cause.ts';
import type { OidcSettings } from './oidc-settings.ts';
import type { Provider, ProviderPerson, Refreshed } from './provider.ts';
import { fetchTrusting } from './trusting-fetch.ts';
import { algorithms } from './verify-id-token.ts';

export type ForeignProvider = Provider & {
  probe: Discovery['probe'];
  /** What the provider still has to be told for browsers to sign in; empty where nothing is. */
  hints(homeOrigin: string): Promise<readonly string[]>;
  /** Other origins than the issuer's that a browser asks for tokens. */
  origins(): Promise<readonly string[]>;
};

export type ForeignProviderDeps = {
  settings: OidcSettings;
  /** Where the provider leads back to after its own sign-out. */
  homeUrl: string;
  clock: () => number;
  log: Log;
  fetch?: typeof fetch;
  /** How soon keys are asked for again when a token names an unknown one, ms. */
  keysCooldown?: number;
};

export function foreignProvider(deps: ForeignProviderDeps): ForeignProvider {
  const { settings, clock, log, keysCooldown } = deps;
  const ask = deps.fetch ?? (settings.ca === null ? fetch : fetchTrusting(settings.ca));
  const discovery = createDiscovery({
    issuer: settings.issuer,
    clock,
    log,
    fetch: ask,
    keysCooldown,
  });
  const { discover } = discovery;

  /** OpenID Connect Core 5.3: its subject must be the ID token's. */
  async function userinfo(subject: string, accessToken: string): Promise<UserinfoAnswer> {
    const { metadata } = await discover();
    if (!metadata.userinfo_endpoint) return { kind: 'none' };
    const answer = await fetchJson(ask, metadata.userinfo_endpoint, {
      authorization: `Bearer ${accessToken}`,
    });
    const claims = z.looseObject({ sub: z.string() }).parse(answer);
    return claims.sub === subject ? { kind: 'claims', claims } : { kind: 'differs' };
  }

  async function readPerson(
    claims: Record<string, unknown>,
    accessToken: string | undefined,
  ): Promise<ProviderPerson> {
    const own = { name: nameIn(claims), groups: groupsIn(claims, settings) };
    if (own.name !== null && own.groups !== null)
      return { ok: true, name: own.name, groups: own.groups };
    const more = await moreOf(String(claims['sub']), accessToken);
    if ('ok' in more) return more;
    const all = { ...claims, ...more.claims };
    const name = nameIn(all);
    if (name === null)
      log.warn({ issuer: settings.issuer }, 'the provider sends no name: shown as before, or as ?');
    return { ok: true, name, groups: groupsIn(all, settings) ?? [] };
  }

  async function moreOf(
    subject: string,
    accessToken: string | undefined,
  ): Promise<{ claims: Record<string, unknown> } | ProviderPerson> {
    if (accessToken === undefined) return { claims: {} };
    try {
      const answer = await userinfo(subject, accessToken);
      if (answer.kind === 'differs') return { ok: false, reason: 'subject-differs' };
      return { claims: answer.kind === 'claims' ? answer.claims : {} };
    } catch (error) {
      return { ok: false, reason: 'unreachable', cause: `userinfo: ${causeOf(error)}` };
    }
  }

  /** RFC 6749, section 6. @throws when the provider does not answer */
  async function refresh(
    subject: string,
    refreshToken: string,
    keep: (rotated: string) => Promise<void>,
  ): Promise<Refreshed> {
    const { metadata } = await discover();
    const { clientId, clientSecret } = settings;
    const response = await ask(metadata.token_endpoint, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
        client_id: clientId,
        ...(clientSecret === null ? {} : { client_secret: clientSecret }),
      }),
      signal: AbortSignal.timeout(providerTimeout),
    });
    if (await isGrantOver(response)) return { kind: 'gone' };
    if (!response.ok) throw new Error(`the token endpoint answered ${response.status}`);
    const tokens = RefreshAnswer.parse(await response.json());
    // The old one is used up: whatever fails from here on, the new one must not be lost.
    if (tokens.refresh_token) await keep(tokens.refresh_token);
    const answer = await userinfo(subject, tokens.access_token);
    if (answer.kind === 'differs') return { kind: 'gone' };
    // As at the sign-in: some providers put groups into the ID token and nowhere else.
    const own = tokens.id_token === undefined ? {} : await refreshedClaims(tokens.id_token);
    if (own.sub !== undefined && own.sub !== subject) return { kind: 'gone' };
    if (answer.kind === 'none' && own.sub === undefined)
      throw new Error('there is neither userinfo nor an ID token to read');
    const all = { ...own, ...(answer.kind === 'claims' ? answer.claims : {}) };
    return { kind: 'person', name: nameIn(all), groups: groupsIn(all, settings) };
  }

  /** OpenID Connect Core 12.2: no nonce is asked for. @throws when it is not the provider's */
  async function refreshedClaims(idToken: string): Promise<JWTPayload> {
    const { payload } = await jwtVerify(idToken, (await discover()).keys, {
      algorithms,
      issuer: settings.issuer,
      audience: settings.clientId,
      clockTolerance: 30,
      currentDate: new Date(clock()),
      requiredClaims: ['sub'],
    });
    return payload;
  }

  return {
    issuer: settings.issuer,
    clientId: settings.clientId,
    scope: settings.scope,
    keys: async (header, token) => (await discover()).keys(header, token),
    async sendsIssuer() {
      // Where the promise cannot be read, the keys cannot either, and nobody gets in.
      const { metadata } = await discover().catch(() => ({ metadata: null }));
      return metadata?.authorization_response_iss_parameter_supported ?? false;
    },
    keepsSignIn: true,
    readPerson,
    refresh,
    signOutUrl(idToken) {
      const address = discovery.known()?.end_session_endpoint;
      if (!address) return null;
      const url = new URL(address);
      if (idToken !== null) url.searchParams.set('id_token_hint', idToken);
      url.searchParams.set('client_id', settings.clientId);
      url.searchParams.set('post_logout_redirect_uri', deps.homeUrl);
      return url.href;
    },
    probe: discovery.probe,
    async hints(homeOrigin) {
      const { metadata } = await discover();
      const answer = await ask(metadata.token_endpoint, {
        method: 'POST',
        headers: { origin: homeOrigin },
        body: new URLSearchParams(),
        signal: AbortSignal.timeout(providerTimeout),
      });
      const allowed = answer.headers.get('access-control-allow-origin');
      if (allowed === homeOrigin || allowed === '*') return [];
      return [
        `The OpenID provider's token endpoint does not allow ${homeOrigin} (CORS): nobody can sign in until it is told that web origin.`,
      ];
    },
    async origins() {
      const { metadata } = await discover();
      const own = new URL(settings.issuer).origin;
      return [...new Set([own, new URL(metadata.token_endpoint).origin])];
    },
  };
}

/**
 * RFC 6749, 5.2: only `invalid_grant` speaks of the person. Any other error is about
 * the settings (a client secret that was changed), and signs nobody out.
 */
async function isGrantOver(response: Response): Promise<boolean> {
  if (response.status !== 400 && response.status !== 401) return false;
  const refusal = RefreshRefusal.safeParse(await response.json().catch(() => null));
  return refusal.data?.error === 'invalid_grant';
}

const RefreshRefusal = z.object({ error: z.string() });

const RefreshAnswer = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  id_token: z.string().optional(),
});

type UserinfoAnswer =
  | { kind: 'none' }
  | { kind: 'claims'; claims: Record<string, unknown> }
  | { kind: 'differs' };
