/**
 * The certified oidc-provider, set up for one client: Homeroom's own page. It
 * signs people in by a password each time and keeps nothing of it afterwards.
 */
import type { OutgoingHttpHeaders } from 'node:http';
import Provider, {
  type AccountClaims,
  type Configuration,
  type KoaContextWithOIDC,
  interactionPolicy,
} from 'oidc-provider';
import { paths } from '../contract/paths.ts';
import type { AccountCache } from './account-cache.ts';
import { clientId, scope, signInPath } from './client.ts';
import type { Account, ReadGroups } from './directory.ts';
import { type FlowStore, flowAdapter } from './flow-store.ts';
import { groupsClaim } from './groups-claim.ts';
import { issuerOf } from './issuer.ts';
import type { IdentityKeys } from './keys.ts';
import type { Log } from '../http/log.ts';

/** How long somebody may look at the password page, seconds. */
const flowSeconds = 30 * 60;
const accessSeconds = 10 * 60;

export type ProviderDeps = {
  publicUrl: URL;
  keys: IdentityKeys;
  accountCache: AccountCache;
  flows: FlowStore;
  readGroups: ReadGroups;
  renderError: (ctx: KoaContextWithOIDC, error: Error) => Promise<void>;
  log: Log;
};

export function createProvider(deps: ProviderDeps): Provider {
  const provider = new Provider(issuerOf(deps.publicUrl), configuration(deps));
  // Only tells the provider that handle() has set these headers itself, from the public address.
  provider.proxy = true;
  provider.use(async (ctx, next) => {
    await next();
    dropCookie(ctx, cookieNames(deps.publicUrl).session);
  });
  const report = (error: unknown) => deps.log.error({ err: error }, 'the identity provider failed');
  provider.on('server_error', (_ctx, error) => report(error));
  // Koa's own hook, without which it prints.
  // oxlint-disable-next-line unicorn/prefer-add-event-listener
  provider.onerror = report;
  return provider;
}

function configuration({
  readGroups,
  publicUrl,
  keys,
  accountCache,
  flows,
  renderError,
}: ProviderDeps): Configuration {
  const shortened = (account: Account): Account => ({
    ...account,
    groups: groupsClaim(account.groups, readGroups),
  });
  return {
    adapter: flowAdapter(flows),
    jwks: { keys: keys.signing },
    clients: [
      {
        client_id: clientId,
        client_name: 'Homeroom',
        token_endpoint_auth_method: 'none',
        application_type: 'web',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: [publicUrl.origin + paths.signedIn],
        post_logout_redirect_uris: [publicUrl.origin + paths.home],
        id_token_signed_response_alg: 'ES256',
        require_auth_time: true,
      },
    ],
    clientAuthMethods: ['none'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    responseTypes: ['code'],
    scopes: ['openid'],
    claims: { openid: ['sub', 'sid', 'at_hash'], profile: ['name'], groups: ['groups'] },
    conformIdTokenClaims: false,
    enableHttpPostMethods: false,
    expiresWithSession: () => false,
    clientBasedCORS: (_ctx, origin) => origin === publicUrl.origin,
    features: {
      devInteractions: { enabled: false },
      claimsParameter: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      // There is no sign-in to end here: Homeroom keeps the session.
      rpInitiatedLogout: { enabled: false },
    },
    cookies: cookieOptions(publicUrl, keys),
    interactions: {
      policy: [askForThePassword()],
      url: (_ctx, interaction) => signInPath(interaction.uid),
    },
    findAccount: async (ctx, subject) => {
      const account = await accountCache.find(subject);
      return account
        ? { accountId: subject, claims: (use) => claimsOf(ctx, shortened(account), use) }
        : undefined;
    },
    loadExistingGrant: grantEverything,
    renderError: (ctx, _out, error) => renderError(ctx, error),
    ttl: {
      AccessToken: accessSeconds,
      AuthorizationCode: 60,
      Grant: accessSeconds,
      IdToken: accessSeconds,
      Interaction: flowSeconds,
      Session: 1,
    },
  };
}

/** Every request meets the password page, whoever was here before. */
function askForThePassword(): interactionPolicy.Prompt {
  const { Check, Prompt } = interactionPolicy;
  return new Prompt(
    { name: 'login', requestable: true },
    new Check('password', 'the password is asked for each time', (ctx) =>
      ctx.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
    ),
  );
}

/** Homeroom is the school's own: nobody is asked whether it may know the name. */
async function grantEverything(ctx: KoaContextWithOIDC) {
  const { account, client } = ctx.oidc;
  if (!account || !client) return undefined;
  const grant = new ctx.oidc.provider.Grant({
    accountId: account.accountId,
    clientId: client.clientId,
  });
  grant.addOIDCScope(scope);
  await grant.save();
  return grant;
}

function claimsOf(ctx: KoaContextWithOIDC, account: Account, use: string): AccountClaims {
  const { subject, name, groups } = account;
  const claims = { sub: subject, name, groups: [...groups] };
  if (use !== 'id_token') return claims;
  const { AccessToken: access, AuthorizationCode: code } = ctx.oidc.entities;
  return {
    ...claims,
    // The sign-in that this token comes from, though the provider has forgotten it already.
    sid: code?.sessionUid,
    // The whole token: oidc-provider hashes it when it signs (OpenID Connect Core 3.1.3.6).
    at_hash: access?.jti,
  };
}

/** `__Secure-` and not `__Host-`: each flow's cookie is kept to its own path. */
function cookieNames(publicUrl: URL) {
  const prefix = publicUrl.protocol === 'https:' ? '__Secure-' : '';
  return {
    session: `${prefix}homeroom-oidc`,
    interaction: `${prefix}homeroom-flow`,
    resume: `${prefix}homeroom-resume`,
  };
}

function cookieOptions(publicUrl: URL, keys: IdentityKeys): NonNullable<Configuration['cookies']> {
  const options = {
    signed: true,
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl.protocol === 'https:',
  } as const;
  return { keys: keys.cookies, names: cookieNames(publicUrl), long: options, short: options };
}

type Answer = {
  response: { headers: OutgoingHttpHeaders };
  set(name: string, value: string[]): void;
  remove(name: string): void;
};

function dropCookie(ctx: Answer, name: string): void {
  const set = ctx.response.headers['set-cookie'];
  if (!Array.isArray(set)) return;
  const kept = set.filter(
    (cookie) => !cookie.startsWith(`${name}=`) && !cookie.startsWith(`${name}.sig=`),
  );
  if (kept.length > 0) ctx.set('Set-Cookie', kept);
  else ctx.remove('Set-Cookie');
}
