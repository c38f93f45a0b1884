/**
 * One line to the directory, bound to the service account, shared by all
 * searches and renewed when it drops. ldapts would reconnect by itself, but
 * anonymously and without StartTLS.
 */
import type { Client } from 'ldapts';
import { type Connections, DirectoryUnreachable, type Line, isLineFault } from './connection.ts';
import { messageOf } from './result-codes.ts';
import type { LdapSettings } from './settings.ts';

export type ServiceLine = {
  /** Runs searches; once more on a new line when the old one had dropped. */
  ask<T>(question: (client: Client) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

type Account = NonNullable<LdapSettings['service']>;

export function createServiceLine({ connect }: Connections, account: Account): ServiceLine {
  let shared: Promise<Line> | null = null;

  async function open(): Promise<Line> {
    const line = await connect();
    try {
      await line.whileOpen(line.client.bind(account.dn, account.password));
      return line;
    } catch (error) {
      await line.hangUp();
      throw new DirectoryUnreachable(
        `the service account ${account.dn} is refused: ${messageOf(error)}`,
      );
    }
  }

  /** Many may ask at once: they wait for one line together. */
  async function current(): Promise<Line> {
    const mine = (shared ??= open());
    try {
      const line = await mine;
      if (line.isOpen()) return line;
    } catch (error) {
      forget(mine);
      throw error;
    }
    forget(mine);
    return current();
  }

  function forget(line: Promise<Line>): void {
    if (shared === line) shared = null;
  }

  async function askOnce<T>(question: (client: Client) => Promise<T>): Promise<T> {
    const line = await current();
    try {
      return await line.whileOpen(question(line.client));
    } catch (error) {
      if (isLineFault(error)) await line.hangUp();
      throw error;
    }
  }

  return {
    async ask(question) {
      try {
        return await askOnce(question);
      } catch (error) {
        if (!isLineFault(error) || error instanceof DirectoryUnreachable) throw error;
        return askOnce(question);
      }
    },
    async close() {
      const line = await shared?.catch(() => null);
      await line?.hangUp();
    },
  };
}
