/**
 * The directory that the settings name, opened: the embedded provider over the people file or
 * LDAP, or the school's own provider.
 */
import type { Config } from '../config.ts';
import type { Warning } from '../contract/admin.ts';
import { paths } from '../contract/paths.ts';
import { keysDirOf } from './data-dir.ts';
import { clientAddress } from '../http/client-address.ts';
import type { Log } from '../http/log.ts';
import type { Identity } from '../identity/identity.ts';
import type { PurposeOf } from '../identity/purpose.ts';
import { accentStyle } from '../page/accent.ts';
import { iconOf } from '../page/icon.ts';
import type { Logo } from '../page/logo.ts';
import { embeddedProvider } from '../session/embedded-provider.ts';
import { type ForeignProvider, foreignProvider } from '../session/foreign-provider.ts';
import type { Provider } from '../session/provider.ts';
import { roleAndClassesOf } from '../session/role.ts';

export type OpenedDirectory = {
  provider: Provider;
  identity: Identity | null;
  lookup: Identity['directory'];
  /** Where the browser exchanges its code, beside Homeroom's own origin. */
  origins: readonly string[];
  probe(): Promise<{ isReachable: true } | { isReachable: false; cause: string }>;
  warnings: readonly Warning[];
};

const changesComeLate: Warning = {
  code: 'accounts-not-read',
  detail:
    'Accounts cannot be looked up: who leaves the school, or changes class, is noticed at the next sign-in.',
};

const changesNeedRefresh: Warning = {
  code: 'accounts-read-late',
  detail:
    'Accounts cannot be looked up: who leaves the school, or changes class, is noticed by the refresh token that the provider gives (offline_access in HOMEROOM_OIDC_SCOPES, where it wants that), or else at the next sign-in.',
};

/** Homeroom's own icon, for a school that has set no logo and no colour. */
const ownIcon = '/homeroom/icons/homeroom.svg';

export type DirectoryDeps = {
  clock: () => number;
  log: Log;
  logo: Logo | null;
  /** Whether who brings these cookies has a session. */
  isSignedIn: (cookies: string | undefined) => Promise<boolean>;
  purposeOf: PurposeOf;
};

export async function openDirectory(
  config: Config,
  { clock, log, logo, isSignedIn, purposeOf }: DirectoryDeps,
): Promise<OpenedDirectory> {
  const { directory, publicUrl } = config;
  const { accent } = config.branding;
  if (directory.kind === 'oidc') {
    const { settings } = directory;
    const homeUrl = new URL(paths.home, publicUrl).href;
    const provider = foreignProvider({ settings, homeUrl, clock, log });
    return foreignDirectory(provider, settings.issuer, { origin: publicUrl.origin, log });
  }
  const { createIdentity } = await import('../identity/identity.ts');
  const identity = await createIdentity({
    publicUrl,
    directory,
    readGroups: (groups) => roleAndClassesOf(groups, config.roles),
    keysDir: config.isDemo ? null : keysDirOf(config.dataDir),
    school: {
      ...config.school,
      logo: logo?.url ?? null,
      icon: iconOf(logo, accent)?.url ?? ownIcon,
    },
    schoolStyle: accent ? accentStyle(accent) : '',
    isSignedIn,
    purposeOf,
    clientAddressOf: clientAddress(config.trustedProxies),
    clock,
    log,
  });
  return {
    provider: embeddedProvider(identity),
    identity,
    lookup: identity.directory,
    origins: [],
    probe: identity.probeDirectory,
    warnings: identity.directory ? [] : [changesComeLate],
  };
}

/** Homeroom starts without an answer of the provider too: it may answer later. */
async function foreignDirectory(
  provider: ForeignProvider,
  issuer: string,
  { origin, log }: { origin: string; log: Log },
): Promise<OpenedDirectory> {
  const origins = await provider.origins().catch(() => [new URL(issuer).origin]);
  const hints = await provider.hints(origin).catch(() => []);
  for (const hint of hints) log.warn({ issuer }, hint);
  return {
    provider,
    identity: null,
    lookup: null,
    origins,
    probe: provider.probe,
    warnings: [
      changesNeedRefresh,
      ...hints.map((detail): Warning => ({ code: 'provider-cors', detail })),
    ],
  };
}
