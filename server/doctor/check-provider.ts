/** The school's own OpenID provider: found, with keys, and ready to lead back to Homeroom. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { DoctorFinding } from '../contract/doctor.ts';
import { paths } from '../contract/paths.ts';
import { discoveryAddress, Metadata, providerTimeout } from '../session/discovery.ts';
import { causeOf } from '../session/network-cause.ts';
import type { OidcSettings } from '../session/oidc-settings.ts';
import { fetchTrusting } from '../session/trusting-fetch.ts';
import { algorithms } from '../session/verify-id-token.ts';
import { failed, passed, unproven, warned } from './checks.ts';
import { clockFinding } from './check-time.ts';

const Keys = z.object({
  keys: z.array(
    z.looseObject({ kty: z.string(), use: z.string().optional(), alg: z.string().optional() }),
  ),
});

export type ProviderToCheck = { settings: OidcSettings; publicUrl: URL; clock: () => number };

export async function checkProvider(given: ProviderToCheck): Promise<DoctorFinding[]> {
  const { settings, clock } = given;
  const asking = settings.ca === null ? fetch : fetchTrusting(settings.ca);
  try {
    const response = await get(asking, discoveryAddress(settings.issuer));
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    const metadata = Metadata.parse(await response.json());
    if (metadata.issuer !== settings.issuer) return [wrongIssuer(settings, metadata.issuer)];
    return [
      passed('provider', `${settings.issuer} says where everything is.`),
      clockFinding('provider-clock', 'The provider', response.headers.get('date'), clock()),
      await keysFinding(asking, metadata),
      await redirectFinding(asking, metadata, given),
      await corsFinding(asking, metadata, given),
    ];
  } catch (error) {
    return [
      failed(
        'provider',
        `${settings.issuer} cannot be asked: ${causeOf(error)}`,
        'Look at the provider, and at HOMEROOM_OIDC_ISSUER, which is written exactly as the provider writes it.',
      ),
    ];
  }
}

const get = (asking: typeof fetch, url: string) =>
  asking(url, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(providerTimeout),
  });

const wrongIssuer = ({ issuer }: OidcSettings, found: string): DoctorFinding =>
  failed(
    'provider',
    `HOMEROOM_OIDC_ISSUER is ${issuer}, but the provider calls itself ${found}.`,
    `Set HOMEROOM_OIDC_ISSUER to ${found}, down to the slash at its end.`,
  );

async function keysFinding(asking: typeof fetch, { jwks_uri: uri }: Metadata) {
  try {
    const { keys } = Keys.parse(await (await get(asking, uri)).json());
    const usable = keys.filter(
      ({ use, alg }) => use !== 'enc' && (alg === undefined || algorithms.includes(alg)),
    );
    if (usable.length > 0) return passed('provider-keys', `It has ${usable.length} signing keys.`);
    const todo = `Let the provider sign ID tokens with one of ${algorithms.join(', ')}.`;
    return failed('provider-keys', `${uri} has no key that can sign an ID token.`, todo);
  } catch (error) {
    return failed(
      'provider-keys',
      `${uri} cannot be read: ${causeOf(error)}`,
      'Without its keys no sign-in can be checked: let this machine reach that address.',
    );
  }
}

/** Asks as a sign-in does, but for nobody to be asked: who is known leads back with an error. */
async function redirectFinding(
  asking: typeof fetch,
  { authorization_endpoint: endpoint }: Metadata,
  { settings, publicUrl }: ProviderToCheck,
): Promise<DoctorFinding> {
  const redirectUri = new URL(paths.signedIn, publicUrl).href;
  const url = new URL(endpoint);
  const wish = {
    client_id: settings.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: settings.scope,
    state: 'homeroom-doctor',
    nonce: randomBytes(16).toString('hex'),
    code_challenge: randomBytes(32).toString('base64url'),
    code_challenge_method: 'S256',
    prompt: 'none',
  };
  for (const [name, value] of Object.entries(wish)) url.searchParams.set(name, value);
  const signal = AbortSignal.timeout(providerTimeout);
  const answer = await asking(url, { redirect: 'manual', signal }).catch((error: unknown) =>
    causeOf(error),
  );
  if (typeof answer === 'string') return unproven('redirect-uri', `${endpoint}: ${answer}`);
  const location = answer.headers.get('location') ?? '';
  const isLedBack = location.startsWith(redirectUri);
  if (
    isLedBack &&
    /[?&#]error=(?:login_required|interaction_required|consent_required)/.test(location)
  ) {
    return passed(
      'redirect-uri',
      `It knows ${settings.clientId}, and leads back to ${redirectUri}.`,
    );
  }
  if (isLedBack) {
    const error = new URL(location).searchParams.get('error') ?? 'no error';
    return failed(
      'redirect-uri',
      `The provider leads back with "${error}".`,
      'Look at the client in the provider: authorization code with PKCE, and the scopes of HOMEROOM_OIDC_SCOPES.',
    );
  }
  if (answer.status >= 400) {
    return failed(
      'redirect-uri',
      `The provider refuses a sign-in of ${settings.clientId} that leads back to ${redirectUri} (${answer.status}).`,
      `Register exactly ${redirectUri} as redirect URI of the client ${settings.clientId}.`,
    );
  }
  return warned(
    'redirect-uri',
    `The provider answers with a page of its own (${answer.status}): whether it leads back to ${redirectUri} shows at a sign-in only.`,
    `Sign in once; if it refuses, register exactly ${redirectUri} as redirect URI of ${settings.clientId}.`,
  );
}

/** The browser exchanges its code there. */
async function corsFinding(
  asking: typeof fetch,
  { token_endpoint: endpoint }: Metadata,
  { publicUrl }: ProviderToCheck,
): Promise<DoctorFinding> {
  const { origin } = publicUrl;
  const answer = await asking(endpoint, {
    method: 'POST',
    headers: { origin },
    body: new URLSearchParams(),
    signal: AbortSignal.timeout(providerTimeout),
  }).catch((error: unknown) => causeOf(error));
  if (typeof answer === 'string') return unproven('provider-cors', `${endpoint}: ${answer}`);
  const allowed = answer.headers.get('access-control-allow-origin');
  if (allowed === origin || allowed === '*') {
    return passed('provider-cors', `Its token endpoint answers pages of ${origin}.`);
  }
  return failed(
    'provider-cors',
    `Its token endpoint does not answer pages of ${origin} (CORS).`,
    `Enter ${origin} as a web origin of the client in the provider.`,
  );
}
