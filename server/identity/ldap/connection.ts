/**
 * Connections to the directory: each of the servers in turn, with TLS before
 * anything is said, and with limits on how long anything may take.
 */
import { isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Client, NoSuchObjectError, ResultCodeError } from 'ldapts';
import { messageOf } from './result-codes.ts';
import type { LdapSettings } from './settings.ts';
import { createDropGuard, type DropGuard } from './drop-guard.ts';

/** The directory answered nothing, or not in a way that can be trusted. */
export class DirectoryUnreachable extends Error {}

/** The directory answers, but the settings ask it for what is not there. */
export class WrongSettings extends Error {}

export type LdapConnection = {
  client: Client;
  isOpen(): boolean;
  /** Fails as soon as the connection drops, instead of at the timeout. */
  whileOpen<T>(work: Promise<T>): Promise<T>;
  /** Never throws: what is being left behind may be gone already. */
  close(): Promise<void>;
};

export type Connections = {
  /** Connected and encrypted, not yet bound. Throws DirectoryUnreachable when no server is there. */
  connect(): Promise<LdapConnection>;
};

type Server = { url: string; failedAt: number };

/** A server that failed is asked last for so long. */
const mistrustMs = 15_000;

type Needs = Pick<LdapSettings, 'urls' | 'usesStartTls' | 'ca' | 'timeoutMs'>;

export function createConnections(settings: Needs, clock: () => number): Connections {
  const servers: Server[] = settings.urls.map((url) => ({ url, failedAt: -Infinity }));

  async function connect(): Promise<LdapConnection> {
    const inTurn = trustedFirst(servers, clock());
    const causes: string[] = [];
    for (const server of inTurn) {
      try {
        return await reach(server.url, settings);
      } catch (error) {
        server.failedAt = clock();
        causes.push(`${server.url}: ${messageOf(error)}`);
      }
    }
    throw new DirectoryUnreachable(causes.join('; '));
  }

  return { connect };
}

function trustedFirst(servers: readonly Server[], now: number): Server[] {
  const isMistrusted = ({ failedAt }: Server) => now - failedAt < mistrustMs;
  return [
    ...servers.filter((server) => !isMistrusted(server)),
    ...servers.filter((server) => isMistrusted(server)),
  ];
}

async function reach(url: string, settings: Needs): Promise<LdapConnection> {
  const { protocol, hostname } = new URL(url);
  const isWrapped = protocol === 'ldaps:';
  const tls = { ...(settings.ca === null ? {} : { ca: settings.ca }), ...namesOf(hostname) };
  const guard = createDropGuard();
  const client = new Client({
    url,
    timeout: settings.timeoutMs,
    connectTimeout: settings.timeoutMs,
    createSecureConnection: watched(() => guard.drop(new Error('the line dropped'))),
    ...(isWrapped ? { tlsOptions: tls } : {}),
  });
  const connection = connectionOf(client, guard);
  const startTls = !isWrapped && settings.usesStartTls ? tls : null;
  try {
    await within(settings.timeoutMs, connection.whileOpen(open(client, startTls)));
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** ldapts does not notice when a line that was secured by StartTLS is closed from the other side. */
const watched = (onClose: () => void): typeof connectTls =>
  new Proxy(connectTls, {
    apply(target, self, args: Parameters<typeof connectTls>) {
      const socket = Reflect.apply(target, self, args);
      return socket.once('close', onClose);
    },
  });

function connectionOf(client: Client, guard: DropGuard): LdapConnection {
  return {
    client,
    isOpen: () => client.isConnected && !guard.hasDropped(),
    whileOpen: guard.whileOpen,
    close: () => client.unbind().catch(() => undefined),
  };
}

/** Whose certificate it has to be. An address can't be asked for by name (RFC 6066 section 3). */
function namesOf(hostname: string) {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? { host, servername: host } : { host };
}

/** ldapts connects with the first request. */
async function open(client: Client, startTls: object | null): Promise<void> {
  if (startTls) await client.startTLS({ ...startTls });
  else await seeRoot(client);
}

/** The root entry (RFC 4512 section 5.1), which every server shows or refuses politely. */
export async function seeRoot(client: Client): Promise<void> {
  try {
    await client.search('', { scope: 'base', filter: '(objectClass=*)', attributes: ['1.1'] });
  } catch (error) {
    if (!(error instanceof ResultCodeError)) throw error;
  }
}

/** `setting` is where the base of a search comes from; a base that is not there says nothing itself. */
export async function atBase<T>(setting: string, base: string, search: Promise<T>): Promise<T> {
  try {
    return await search;
  } catch (error) {
    if (!(error instanceof NoSuchObjectError)) throw error;
    throw new WrongSettings(
      `${setting}: there is no ${base}, or the service account may not see it`,
    );
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('no answer in time')), ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the connection failed and not the request: worth another try on another one. */
export const isConnectionFault = (error: unknown): boolean =>
  !(error instanceof ResultCodeError || error instanceof WrongSettings);
