/**
 * One line to the directory, bound to the service account, shared by all
 * searches and renewed when it drops. ldapts would reconnect by itself, but
 * anonymously and without StartTLS.
 */
import type { Client } from 'ldapts';
import {
  type Connections,
  DirectoryUnreachable,
  hangUp,
  isLineFault,
  messageOf,
} from './connection.ts';
import type { LdapSettings } from './settings.ts';

export type ServiceLine = {
  /** Runs searches; once more on a new line when the old one had dropped. */
  ask<T>(question: (client: Client) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

type Account = NonNullable<LdapSettings['service']>;

export function createServiceLine({ connect }: Connections, account: Account): ServiceLine {
  let line: Promise<Client> | null = null;

  async function open(): Promise<Client> {
    const client = await connect();
    try {
      await client.bind(account.dn, account.password);
      return client;
    } catch (error) {
      await hangUp(client);
      throw new DirectoryUnreachable(
        `the service account ${account.dn} is refused: ${messageOf(error)}`,
      );
    }
  }

  /** Many may ask at once: they wait for one line together. */
  async function current(): Promise<Client> {
    line ??= open();
    const mine = line;
    try {
      const client = await mine;
      if (client.isBound) return client;
    } catch (error) {
      if (line === mine) line = null;
      throw error;
    }
    if (line === mine) line = null;
    return current();
  }

  async function drop(client: Client): Promise<void> {
    if (line && (await line.catch(() => null)) === client) line = null;
    await hangUp(client);
  }

  async function askOn<T>(question: (client: Client) => Promise<T>): Promise<T> {
    const client = await current();
    try {
      return await question(client);
    } catch (error) {
      if (isLineFault(error)) await drop(client);
      throw error;
    }
  }

  return {
    async ask(question) {
      try {
        return await askOn(question);
      } catch (error) {
        if (!isLineFault(error) || error instanceof DirectoryUnreachable) throw error;
        return askOn(question);
      }
    },
    async close() {
      const client = await line?.catch(() => null);
      if (client) await hangUp(client);
    },
  };
}
