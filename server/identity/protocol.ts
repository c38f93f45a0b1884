/**
 * What speaks OpenID Connect, with the password page: the part of the embedded provider that
 * needs oidc-provider, a third of all the code that a start would load. It is loaded when the
 * server stands.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type KoaContextWithOIDC, errors } from 'oidc-provider';
import { paths } from '../contract/paths.ts';
import type { ClientAddress } from '../http/client-address.ts';
import type { Log } from '../http/log.ts';
import { createAccountCache } from './account-cache.ts';
import { sendFailure } from './answer.ts';
import { signInPath } from './client.ts';
import type { DeviceCookies } from './device-cookie.ts';
import type { Directory, ReadGroups } from './directory.ts';
import { memoryFlowStore } from './flow-store.ts';
import type { IdentityKeys } from './keys.ts';
import { type IsSignedIn, type LeadsHome, createLeadsHome } from './leads-home.ts';
import type { LoginThrottle } from './login-throttle.ts';
import { chooseLanguage } from './pages/language.ts';
import type { School } from './pages/layout.ts';
import { stopPage } from './pages/stop.ts';
import { createKnownLogins } from './known-logins.ts';
import { createProvider } from './provider.ts';
import { createFindPurpose, type PurposeOf } from './purpose.ts';
import type { SamplePerson } from './sample-people.ts';
import { createSignInRoute } from './sign-in-route.ts';

export type ProtocolDeps = {
  publicUrl: URL;
  readGroups: ReadGroups;
  school: School;
  isSignedIn: IsSignedIn;
  purposeOf: PurposeOf;
  clientAddressOf: ClientAddress;
  clock: () => number;
  log: Log;
  keys: IdentityKeys;
  directory: Directory;
  throttle: LoginThrottle;
  devices: DeviceCookies;
  samples: readonly SamplePerson[];
  /** How many of each kind are kept while people sign in. */
  flowsPerKind: number;
};

/** @param url as it was asked for, below /homeroom/oidc */
export type Protocol = (req: IncomingMessage, res: ServerResponse, url: string) => void;

export function createProtocol(deps: ProtocolDeps): Protocol {
  const { publicUrl, directory, clock, log, school } = deps;
  const accountCache = createAccountCache(directory, clock);
  const flows = memoryFlowStore({ clock, limitPerKind: deps.flowsPerKind });
  const leadsHome = createLeadsHome(deps.isSignedIn, log);
  const provider = createProvider({
    publicUrl,
    keys: deps.keys,
    accountCache,
    flows,
    readGroups: deps.readGroups,
    renderError: (ctx, error) => renderStop(ctx, error, { school, leadsHome, log }),
    log,
  });
  const signIn = createSignInRoute({
    provider,
    directory,
    accountCache,
    flows,
    throttle: deps.throttle,
    devices: deps.devices,
    school,
    samples: deps.samples,
    leadsHome,
    findPurpose: createFindPurpose(deps.purposeOf, log),
    knownLogins: createKnownLogins(),
    origin: publicUrl.origin,
    clientAddressOf: deps.clientAddressOf,
    clock,
    log,
  });
  const answerProtocol = provider.callback();

  return (req, res, url) => {
    if (url.startsWith(signInPath(''))) {
      signIn(req, res).catch((error: unknown) => sendFailure(res, error, log));
      return;
    }
    // oidc-provider finds out its own prefix by comparing `url` with `originalUrl`.
    Object.assign(req, { originalUrl: url });
    req.url = url.slice(paths.oidc.length) || '/';
    void answerProtocol(req, res);
  };
}

type StopDeps = { school: School; leadsHome: LeadsHome; log: Log };

async function renderStop(
  ctx: KoaContextWithOIDC,
  error: Error,
  { school, leadsHome, log }: StopDeps,
): Promise<void> {
  const isLost = error instanceof errors.SessionNotFound;
  log.info({ error: error.message, path: ctx.path }, 'a sign-in could not go on');
  ctx.set('Cache-Control', 'no-store');
  if (isLost && (await leadsHome(ctx.req))) {
    ctx.status = 303;
    return ctx.redirect(paths.home);
  }
  ctx.type = 'html';
  const speech = chooseLanguage(ctx.get('accept-language'));
  ctx.body = stopPage(speech, school, isLost ? 'lost' : 'failed');
}
