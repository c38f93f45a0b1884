/**
 * The provider's discovery document and keys. They are cached; keys that were rotated are fetched
 * again; while the provider does not answer, what was known before is used.
 */
import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { Log } from '../http/log.ts';
import { causeOf } from './network-cause.ts';

/** OpenID Connect Discovery 1.0, section 3, as far as it is needed here. */
export const Metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
  end_session_endpoint: z.url().optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
});
export type Metadata = z.infer<typeof Metadata>;

type Discovered = { metadata: Metadata; keys: JWTVerifyGetKey; at: number };

export type Discovery = {
  /** @throws with the cause in words, when nothing is known and it does not answer, or as somebody else */
  discover(notOlderThan?: number): Promise<Discovered>;
  /** What the last answer said, without asking. */
  known(): Metadata | undefined;
  /** Whether it answers now; the cause is for administrators. */
  probe(): Promise<{ isReachable: true } | { isReachable: false; cause: string }>;
};

export type DiscoveryDeps = {
  issuer: string;
  clock: () => number;
  log: Log;
  fetch: typeof fetch;
  /** How soon keys are asked for again when a token names an unknown one, ms. */
  keysCooldown?: number | undefined;
};

/** How long a document is believed, and how long where somebody asks whether there is an answer; ms. */
const freshFor = 60 * 60_000;
const probedFor = 30_000;
/** How long a provider is left alone after a failure, ms. */
const failureCooldown = 5_000;
const keysCooldown = 10_000;
export const providerTimeout = 5_000;

export function createDiscovery(deps: DiscoveryDeps): Discovery {
  const { issuer, clock, log } = deps;
  let known: Discovered | undefined;
  let failedAt = -Infinity;
  /** Why the last try failed; empty where it did not. */
  let failure = '';
  let underWay: Promise<Discovered> | undefined;

  async function ask(): Promise<Discovered> {
    const document = await fetchJson(deps.fetch, discoveryAddress(issuer));
    const metadata = Metadata.parse(document);
    if (metadata.issuer !== issuer) {
      throw new Error(`the discovery document is of ${metadata.issuer}`);
    }
    const isSame = known?.metadata.jwks_uri === metadata.jwks_uri;
    const keys = isSame && known ? known.keys : keysAt(metadata.jwks_uri);
    known = { metadata, keys, at: clock() };
    if (failure !== '') log.info({ issuer }, 'the OpenID provider answers again');
    failure = '';
    return known;
  }

  const keysAt = (address: string): JWTVerifyGetKey =>
    createRemoteJWKSet(new URL(address), {
      timeoutDuration: providerTimeout,
      cooldownDuration: deps.keysCooldown ?? keysCooldown,
      [customFetch]: deps.fetch,
    });

  function noteFailure(error: unknown): Discovered {
    failedAt = clock();
    failure = causeOf(error);
    log.warn({ issuer, cause: failure }, 'the OpenID provider does not answer');
    // An old document is better than that nobody can sign in.
    if (known) return known;
    throw new Error(failure, { cause: error });
  }

  async function discover(notOlderThan = freshFor): Promise<Discovered> {
    if (known && clock() - known.at < notOlderThan) return known;
    if (clock() - failedAt < failureCooldown) {
      if (known) return known;
      throw new Error(failure);
    }
    // One request for everybody who signs in at the same moment.
    underWay ??= ask()
      .catch(noteFailure)
      .finally(() => (underWay = undefined));
    return underWay;
  }

  return {
    discover,
    known: () => known?.metadata,
    async probe() {
      // What it throws is remembered as the failure.
      await discover(probedFor).catch(() => {});
      return failure === '' ? { isReachable: true } : { isReachable: false, cause: failure };
    },
  };
}

/** OpenID Connect Discovery 1.0, section 4.1: after the issuer, whatever its path. */
export const discoveryAddress = (issuer: string): string =>
  `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/** @throws when it does not answer in time, or not with what was asked for */
export async function fetchJson(
  ask: typeof fetch,
  url: string,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const response = await ask(url, {
    headers: { accept: 'application/json', ...headers },
    signal: AbortSignal.timeout(providerTimeout),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}
