/**
 * One connection to the directory, bound to the service account, shared by all
 * searches and renewed when it drops. ldapts would reconnect by itself, but
 * anonymously and without StartTLS.
 */
import type { Client } from 'ldapts';
import {
  type Connections,
  DirectoryUnreachable,
  type LdapConnection,
  isConnectionFault,
} from './connection.ts';
import { messageOf } from './result-codes.ts';
import type { LdapSettings } from './settings.ts';

export type ServiceConnection = {
  /** Runs searches; once more on a new connection when the old one had dropped. */
  ask<T>(question: (client: Client) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

type Account = NonNullable<LdapSettings['service']>;

export function createServiceConnection(
  { connect }: Connections,
  account: Account,
): ServiceConnection {
  let shared: Promise<LdapConnection> | null = null;

  async function open(): Promise<LdapConnection> {
    const connection = await connect();
    try {
      await connection.whileOpen(connection.client.bind(account.dn, account.password));
      return connection;
    } catch (error) {
      await connection.close();
      throw new DirectoryUnreachable(
        `the service account ${account.dn} is refused: ${messageOf(error)}`,
      );
    }
  }

  /** Many may ask at once: they wait for one connection together. */
  async function current(): Promise<LdapConnection> {
    const mine = (shared ??= open());
    try {
      const connection = await mine;
      if (connection.isOpen()) return connection;
    } catch (error) {
      forget(mine);
      throw error;
    }
    forget(mine);
    return current();
  }

  function forget(connection: Promise<LdapConnection>): void {
    if (shared === connection) shared = null;
  }

  async function askOnce<T>(question: (client: Client) => Promise<T>): Promise<T> {
    const connection = await current();
    try {
      return await connection.whileOpen(question(connection.client));
    } catch (error) {
      if (isConnectionFault(error)) await connection.close();
      throw error;
    }
  }

  return {
    async ask(question) {
      try {
        return await askOnce(question);
      } catch (error) {
        if (!isConnectionFault(error) || error instanceof DirectoryUnreachable) throw error;
        return askOnce(question);
      }
    },
    async close() {
      const connection = await shared?.catch(() => null);
      await connection?.close();
    },
  };
}
