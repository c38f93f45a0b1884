/**
 * What settings name must be there: folders, files, ports. Each is tried before
 * anything is opened, so that an administrator learns of all that is wrong at once.
 */
import { stat } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Config } from '../config.ts';
import { dataDirFault, lockFolder, lockNameOf } from './data-dir.ts';
import { errorMessageWithPath, errorMessage } from '../http/error-message.ts';
import type { Logo } from '../page/logo.ts';
import { openKeyFolder } from '../pass/key-folder.ts';
import { listenOn } from './listen.ts';
import { type Fault, quoted } from '../settings/settings-reader.ts';

/** What was taken for this process while looking. */
export type Resources = {
  server: Server;
  /** Where Prosody reports; `null` where there is none. */
  internal: Server | null;
  lock: ReturnType<typeof lockFolder>;
  faults: readonly Fault[];
};

/**
 * Until the request handler is there. A request that nobody answers would hang: Prosody waits
 * twenty seconds for the answer to a report, and no lesson can be started meanwhile.
 */
const comeAgain: RequestListener = (_, res) => {
  res.writeHead(503, { 'retry-after': '1' }).end();
};

export async function reserveResources(config: Config, logo: Logo | null): Promise<Resources> {
  const { listen, jitsi } = config;
  const server = createServer(comeAgain);
  const internal = jitsi?.prosody ? createServer(comeAgain) : null;
  const folderFault = dataDirFault(config.dataDir);
  const lock = folderFault ? null : lockFolder(config.dataDir, lockNameOf(config));
  const faults = [
    folderFault ?? lockFault(config, lock),
    logoFault(config, logo),
    await peopleFileFault(config),
    await passKeysFault(config),
    await portFault(server, 'HOMEROOM_PORT', listen),
    internal && jitsi?.prosody
      ? await portFault(internal, 'HOMEROOM_INTERNAL_PORT', jitsi.prosody.internal)
      : null,
  ];
  return { server, internal, lock, faults: faults.filter((fault) => fault !== null) };
}

function lockFault({ dataDir }: Config, lock: unknown): Fault | null {
  if (lock) return null;
  return {
    setting: 'HOMEROOM_DATA',
    given: quoted(dataDir),
    expected: 'a folder that no other Homeroom is using now',
  };
}

function logoFault({ branding }: Config, logo: Logo | null): Fault | null {
  if (branding.logoFile === null || logo) return null;
  return {
    setting: 'HOMEROOM_MARK_FILE',
    given: quoted(branding.logoFile),
    expected: 'an SVG or PNG file of at most 200 kB that Homeroom may read',
  };
}

/** It holds every password's hash. One that is not there yet is made by `homeroom people add`. */
async function peopleFileFault({ directory }: Config): Promise<Fault | null> {
  if (directory.kind !== 'people-file') return null;
  const setting = 'HOMEROOM_PEOPLE_FILE';
  const { path } = directory;
  try {
    const { readPeople } = await import('../identity/people-file.ts');
    await readPeople(path);
  } catch (error) {
    return {
      setting,
      given: errorMessageWithPath(error),
      expected: 'a people file that Homeroom may read',
    };
  }
  const found = await stat(path).catch(() => null);
  if (!found || (found.mode & 0o007) === 0) return null;
  return {
    setting,
    given: `${quoted(path)}, open to everybody on this machine (mode ${(found.mode & 0o777).toString(8)})`,
    expected: `a file for the server alone, since it holds passwords' hashes: chmod 600 ${path}`,
  };
}

async function passKeysFault({ jitsi }: Config): Promise<Fault | null> {
  if (!jitsi?.passKeys) return null;
  try {
    await openKeyFolder(jitsi.passKeys).keys();
    return null;
  } catch (error) {
    return {
      setting: 'HOMEROOM_PASS_KEYS',
      given: `${quoted(jitsi.passKeys)}: ${errorMessage(error)}`,
      expected: 'a folder of signing keys in which Homeroom may write',
    };
  }
}

/** Takes the port; the fault when it cannot be had. */
async function portFault(
  server: Server,
  setting: string,
  { host, port }: { host: string; port: number },
): Promise<Fault | null> {
  try {
    await listenOn(server, host, port);
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    const isHost = code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND';
    return {
      setting: isHost ? 'HOMEROOM_HOST' : setting,
      given: `${quoted(`${host}:${port}`)}: ${errorMessage(error)}`,
      expected: 'an address of this machine, and a port from 1024 on that nothing else uses',
    };
  }
}
