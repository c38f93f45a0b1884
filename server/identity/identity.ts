/**
 * The embedded OpenID provider: signs people in with a password from the
 * school's directory, for schools that have no provider of their own.
 *
 * Everything below /homeroom/oidc is its own: discovery, /auth, /token, /me,
 * /jwks, the password page (sign-in-route.ts) and its stylesheet. It knows
 * nothing of rooms and sessions; the rest of the server sees it through OpenID
 * Connect, its public keys and the directory lookup.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type KoaContextWithOIDC, errors } from 'oidc-provider';
import { paths } from '../contract/paths.ts';
import { type ClientAddress, rateLimitKey } from '../http/client-address.ts';
import { createThrottle, takeOne } from '../http/throttle.ts';
import { createAccountCache } from './account-cache.ts';
import { sendShort, setSafeHeaders } from './answer.ts';
import { createDeviceCookies } from './device-cookie.ts';
import type { DirectoryLookup } from './directory-lookup.ts';
import type { Directory, DirectoryState, ReadGroups } from './directory.ts';
import { memoryFlowStore } from './flow-store.ts';
import { issuerOf } from './issuer.ts';
import { type PublicKey, loadKeys, publicKeys } from './keys.ts';
import { createConcurrencyLimiter } from './concurrency-limiter.ts';
import type { Lockout } from './lockout-limit.ts';
import { createLoginThrottle } from './login-throttle.ts';
import type { LdapSettings } from './ldap/settings.ts';
import { type IsSignedIn, type LeadsHome, createLeadsHome } from './leads-home.ts';
import type { Log } from '../http/log.ts';
import { chooseLanguage } from './pages/language.ts';
import { type School, stylePath } from './pages/layout.ts';
import { stopPage } from './pages/stop.ts';
import { style } from './pages/style.ts';
import { readPeople } from './people-file.ts';
import { peopleDirectory } from './people-directory.ts';
import { clientId, createProvider, scope, signInPath } from './provider.ts';
import { createKnownLogins } from './known-logins.ts';
import { createFindPurpose, type PurposeOf } from './purpose.ts';
import { type SamplePerson, sampleDirectory, samplePeople } from './sample-people.ts';
import { createSignInRoute } from './sign-in-route.ts';

export type IdentityOptions = {
  /** HOMEROOM_URL: the issuer, the cookies and every link follow it. */
  publicUrl: URL;
  directory:
    | { kind: 'sample' }
    | { kind: 'people-file'; path: string }
    | { kind: 'ldap'; settings: LdapSettings };
  readGroups: ReadGroups;
  /** Where the keys are kept; `null` keeps them in memory (demo mode). */
  keysDir: string | null;
  school: School;
  /** Added after the pages' own stylesheet: the school's colour. */
  schoolStyle: string;
  isSignedIn: IsSignedIn;
  purposeOf: PurposeOf;
  clientAddressOf: ClientAddress;
  /** Milliseconds since the epoch. */
  clock: () => number;
  log: Log;
};

export type Identity = {
  issuer: string;
  clientId: string;
  scope: string;
  /** Answers every request at or below /homeroom/oidc. */
  handle(req: IncomingMessage, res: ServerResponse): void;
  /** The public keys, for verification without asking over the network. */
  jwks(): { keys: PublicKey[] };
  /** `null` where LDAP is used without a service account: then nobody can be looked up. */
  directory: DirectoryLookup | null;
  /** Whether accounts can be reached now; the cause is for administrators. */
  probeDirectory(): Promise<DirectoryState>;
  /** Only in demo mode. */
  samplePeople?: readonly SamplePerson[];
  close(): Promise<void>;
};

/**
 * At most this many of each kind are kept while people sign in: more than one
 * network can begin in a quarter of an hour. A browser in which somebody has
 * signed in before does not depend on its neighbours.
 */
const maxFlows = 20_000;
const flowRates = {
  network: { burst: 3_000, everyMs: 50 },
  device: { burst: 60, everyMs: 1_000 },
};

export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  const { publicUrl, clock, log, school } = options;
  const keys = await loadKeys(options.keysDir, log);
  const directory = await openDirectory(options);
  const accountCache = createAccountCache(directory, clock);
  const flows = memoryFlowStore({ clock, limitPerKind: maxFlows });
  const leadsHome = createLeadsHome(options.isSignedIn, log);
  const provider = createProvider({
    publicUrl,
    keys,
    accountCache,
    flows,
    readGroups: options.readGroups,
    renderError: (ctx, error) => renderStop(ctx, error, { school, leadsHome, log }),
    log,
  });
  const isHttps = publicUrl.protocol === 'https:';
  const devices = createDeviceCookies({ keys: keys.cookies, isHttps, clock });
  const samples = options.directory.kind === 'sample' ? samplePeople : [];
  const signIn = createSignInRoute({
    provider,
    directory,
    accountCache,
    flows,
    throttle: createLoginThrottle(lockoutOf(options), clock),
    devices,
    school,
    samples,
    leadsHome,
    findPurpose: createFindPurpose(options.purposeOf, log),
    knownLogins: createKnownLogins(),
    origin: publicUrl.origin,
    clientAddressOf: options.clientAddressOf,
    clock,
    log,
  });
  const answerProtocol = provider.callback();
  const sheet = sheetOf(style + options.schoolStyle);

  const begun = {
    network: createThrottle(flowRates.network, clock),
    device: createThrottle(flowRates.device, clock),
  };

  /**
   * Limits how many sign-ins one address may begin, so that it cannot push those of others out of
   * the memory. @returns seconds to wait, or 0
   */
  function beginFlow(req: IncomingMessage): number {
    const device = devices.deviceOf(req);
    return device === null
      ? takeOne(begun.network, rateLimitKey(options.clientAddressOf(req)))
      : takeOne(begun.device, device);
  }

  function handle(req: IncomingMessage, res: ServerResponse): void {
    setSafeHeaders(res);
    speakPublicly(req, publicUrl);
    const url = req.url ?? '/';
    if (url === stylePath) return sendStyle(req, res, sheet);
    if (url.startsWith(signInPath(''))) {
      signIn(req, res).catch((error: unknown) => fail(res, error, log));
      return;
    }
    const wait = url.startsWith(`${paths.oidc}/auth?`) ? beginFlow(req) : 0;
    if (wait > 0) {
      res.setHeader('Retry-After', String(wait));
      return sendShort(res, 429, 'too many');
    }
    // oidc-provider finds out its own prefix by comparing `url` with `originalUrl`.
    Object.assign(req, { originalUrl: url });
    req.url = url.slice(paths.oidc.length) || '/';
    void answerProtocol(req, res);
  }

  return {
    issuer: issuerOf(publicUrl),
    clientId,
    scope,
    handle,
    jwks: () => ({ keys: publicKeys(keys) }),
    directory: directory.canBeAsked ? directory : null,
    probeDirectory: () => directory.probe(),
    ...(samples.length > 0 ? { samplePeople: samples } : {}),
    close: () => directory.close(),
  };
}

function lockoutOf({ directory }: IdentityOptions): Lockout | null {
  return directory.kind === 'ldap' ? directory.settings.lockout : null;
}

/** ldapts is loaded only where it is used. */
async function openDirectory(options: IdentityOptions): Promise<Directory> {
  const { directory, readGroups, clock, log } = options;
  switch (directory.kind) {
    case 'sample':
      return sampleDirectory(readGroups);
    case 'people-file':
      // A file that is not understood shows at the start, and not to the first who signs in.
      await readPeople(directory.path);
      if (!existsSync(directory.path)) {
        log.warn({ path: directory.path }, 'there is no people file: nobody can sign in');
      }
      return peopleDirectory({
        path: directory.path,
        readGroups,
        limiter: createConcurrencyLimiter(hashLimits),
      });
    case 'ldap': {
      const { ldapDirectory } = await import('./ldap/ldap-directory.ts');
      return ldapDirectory({ settings: directory.settings, readGroups, clock });
    }
    default:
      return directory satisfies never;
  }
}

/** Two hashes at once leave threads for files and names; a whole school may queue for half a minute. */
const hashLimits = { concurrency: 2, maxQueueLength: 3_000, maxWaitMs: 30_000 };

/**
 * Makes links and cookies follow the public address, whatever Host or forwarding header came in.
 */
function speakPublicly(req: IncomingMessage, publicUrl: URL): void {
  req.headers.host = publicUrl.host;
  req.headers['x-forwarded-proto'] = publicUrl.protocol.slice(0, -1);
  delete req.headers['x-forwarded-host'];
}

type Sheet = { text: string; etag: string };

function sheetOf(text: string): Sheet {
  const digest = createHash('sha256').update(text).digest('base64url');
  return { text, etag: `"${digest.slice(0, 22)}"` };
}

/** Asked for anew each time: it belongs to the page, and changes with the school's colour. */
function sendStyle(req: IncomingMessage, res: ServerResponse, { text, etag }: Sheet): void {
  res.setHeader('Content-Type', 'text/css; charset=utf-8');
  res.setHeader('Cache-Control', 'no-cache');
  res.setHeader('ETag', etag);
  if (req.headers['if-none-match'] === etag) res.writeHead(304).end();
  else res.end(text);
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

function fail(res: ServerResponse, error: unknown, log: Log): void {
  log.error({ err: error }, 'the password page failed');
  if (res.headersSent) res.destroy();
  else sendShort(res, 500, 'something went wrong; please start again');
}
