/**
 * What touches oidc-client-ts. Loaded only to sign in. `OidcClient` alone is
 * used: it stores the state of a sign-in under way and never a token.
 */
import { OidcClient, WebStorageStateStore } from 'oidc-client-ts';
import type { Exchange, SignInStart } from '../../server/contract/session.ts';

type UnderWay = { start: SignInStart; returnTo: string };

/** In this tab only, and removed as soon as it was read. */
const underWayKey = 'homeroom.sign-in';

export class SignInError extends Error {
  /** What the callback itself can find wrong, before the server is asked. */
  readonly reason: 'not-under-way' | 'other-issuer' | 'cancelled' | 'provider-refused';

  /** What the provider answered, where it refused: `invalid_scope`. */
  readonly providerError: string | undefined;

  constructor(reason: SignInError['reason'], options: ErrorOptions & { said?: unknown } = {}) {
    super(reason, options);
    this.name = 'SignInError';
    this.reason = reason;
    // RFC 6749, 4.1.2.1: a short name. Whatever else stands there is not shown.
    const { said } = options;
    this.providerError = typeof said === 'string' && /^[a-z_]{1,40}$/.test(said) ? said : undefined;
  }
}

const clientFor = ({ issuer, clientId, redirectUri, scope }: SignInStart) =>
  new OidcClient({
    authority: issuer,
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    // The server reads userinfo where it wants to; this page needs no claims at all.
    loadUserInfo: false,
    stateStore: new WebStorageStateStore({ store: sessionStorage, prefix: 'homeroom.oidc.' }),
  });

export async function leaveForProvider(start: SignInStart, returnTo: string): Promise<never> {
  const { nonce, prompt, maxAge } = start;
  const authorization = await clientFor(start).createSigninRequest({
    nonce,
    ...(prompt === undefined ? {} : { prompt }),
    ...(maxAge === undefined ? {} : { max_age: maxAge }),
    ui_locales: document.documentElement.lang,
  });
  const underWay: UnderWay = { start, returnTo };
  sessionStorage.setItem(underWayKey, JSON.stringify(underWay));
  // The page is being left, and whoever waits keeps showing that it is busy. Somebody who comes
  // back with the back button gets a page that was loaded anew.
  window.addEventListener('pageshow', () => window.location.reload(), { once: true });
  window.location.assign(authorization.url);
  return new Promise<never>(() => {});
}

/**
 * What the provider sent back, ready for the server. Throws SignInError for what
 * a person can understand, and whatever oidc-client-ts throws for the rest.
 */
export async function readCallback(url: URL): Promise<{ exchange: Exchange; returnTo: string }> {
  const { start, returnTo } = takeUnderWay();
  const iss = url.searchParams.get('iss');
  // RFC 9207: an answer of another provider than was asked is a mix-up attack.
  // oidc-client-ts drops `iss`, so that it is compared here.
  if (iss !== null && iss !== start.issuer) throw new SignInError('other-issuer');
  const answer = await clientFor(start)
    .processSigninResponse(url.href)
    .catch((cause: unknown) => Promise.reject(named(cause)));
  if (!answer.id_token) throw new SignInError('provider-refused');
  return {
    returnTo,
    exchange: {
      idToken: answer.id_token,
      ...(answer.access_token ? { accessToken: answer.access_token } : {}),
      ...(answer.refresh_token ? { refreshToken: answer.refresh_token } : {}),
      ...(iss === null ? {} : { iss }),
    },
  };
}

function takeUnderWay(): UnderWay {
  const text = sessionStorage.getItem(underWayKey);
  sessionStorage.removeItem(underWayKey);
  if (!text) throw new SignInError('not-under-way');
  return JSON.parse(text);
}

/** oidc-client-ts says `error` as OAuth does (RFC 6749 section 4.1.2.1), or throws an Error. */
function named(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause;
  if (cause.message === 'No matching state found in storage') {
    return new SignInError('not-under-way', { cause });
  }
  if (!('error' in cause)) return cause;
  if (cause.error === 'access_denied') return new SignInError('cancelled', { cause });
  return new SignInError('provider-refused', { cause, said: cause.error });
}
