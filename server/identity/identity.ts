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
import { paths } from '../contract/paths.ts';
import { type ClientAddress, rateLimitKey } from '../http/client-address.ts';
import { createThrottle, takeOne } from '../http/throttle.ts';
import { sendFailure, sendShort, setSafeHeaders } from './answer.ts';
import { createDeviceCookies } from './device-cookie.ts';
import type { DirectoryLookup } from './directory-lookup.ts';
import type { Directory, DirectoryState, ReadGroups } from './directory.ts';
import { issuerOf } from './issuer.ts';
import { type PublicKey, loadKeys, publicKeys } from './keys.ts';
import { createConcurrencyLimiter } from './concurrency-limiter.ts';
import type { Lockout } from './lockout-limit.ts';
import { createLoginThrottle } from './login-throttle.ts';
import type { LdapSettings } from './ldap/settings.ts';
import type { IsSignedIn } from './leads-home.ts';
import type { Log } from '../http/log.ts';
import { type School, stylePath } from './pages/layout.ts';
import { style } from './pages/style.ts';
import { readPeople } from './people-file.ts';
import { peopleDirectory } from './people-directory.ts';
import { clientId, scope } from './client.ts';
import type { PurposeOf } from './purpose.ts';
import { type SamplePerson, sampleDirectory, samplePeople } from './sample-people.ts';

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
  /**
   * Loads what speaks OpenID Connect, before the first person wants to sign in.
   * @throws when it cannot be loaded; then nobody can
   */
  warm(): Promise<void>;
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
  const { publicUrl, clock, log } = options;
  const keys = await loadKeys(options.keysDir, log);
  const directory = await openDirectory(options);
  const isHttps = publicUrl.protocol === 'https:';
  const devices = createDeviceCookies({ keys: keys.cookies, isHttps, clock });
  const samples = options.directory.kind === 'sample' ? samplePeople : [];
  const protocol = once(async () => {
    const { createProtocol } = await import('./protocol.ts');
    return createProtocol({
      ...options,
      keys,
      directory,
      throttle: createLoginThrottle(lockoutOf(options), clock),
      devices,
      samples,
      flowsPerKind: maxFlows,
    });
  });
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
    const wait = url.startsWith(`${paths.oidc}/auth?`) ? beginFlow(req) : 0;
    if (wait > 0) {
      res.setHeader('Retry-After', String(wait));
      return sendShort(res, 429, 'too many');
    }
    protocol().then(
      (answer) => answer(req, res, url),
      (error: unknown) => sendFailure(res, error, log),
    );
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
    warm: async () => void (await protocol()),
    close: () => directory.close(),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
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

/**
 * Two hashes at once leave threads for files and names. A whole school may queue when the bell
 * rings, for a little less than the minute after which a proxy gives up.
 */
const hashLimits = { concurrency: 2, maxQueueLength: 3_000, maxWaitMs: 50_000 };

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
