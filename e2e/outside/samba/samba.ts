/**
 * A real Active Directory domain controller (Samba) with the school in it. Its
 * ports are fixed, so each gets a loopback address of its own; ports below 1024
 * need root.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'ldapts';
import { makeCertificates } from '../certificates.ts';
import { configuration, copyDomain } from './domain.ts';
import { administrator } from './school.ts';

export type Samba = {
  address: string;
  /** ldaps. */
  url: string;
  /** Answers StartTLS, and refuses passwords without it. */
  plainUrl: string;
  /** The certificate authority, PEM. */
  ca: string;
  caPath: string;
  /** As the domain's administrator. */
  administer<T>(work: (client: Client) => Promise<T>): Promise<T>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function startSamba(): Promise<Samba> {
  const parent = await mkdtemp(join(tmpdir(), 'samba-'));
  const dir = join(parent, 'domain');
  await copyDomain(dir);
  const address = `127.${randomInt(64, 128)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;
  const { ca, caPath } = await makeCertificates(dir, `IP:${address}`);
  await writeFile(join(dir, 'smb.conf'), configuration(dir, address));
  const said: string[] = [];
  const server = spawn(
    '/usr/sbin/samba',
    ['-i', '-M', 'single', '--no-process-group', '-s', join(dir, 'smb.conf')],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  for (const stream of [server.stdout, server.stderr]) {
    stream.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  }
  await untilListening(address, server, said);
  const url = `ldaps://${address}`;

  async function administer<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ url, tlsOptions: { ca, host: address } });
    try {
      await client.bind(administrator.dn, administrator.password);
      return await work(client);
    } finally {
      await client.unbind();
    }
  }

  return {
    address,
    url,
    plainUrl: `ldap://${address}`,
    ca,
    caPath,
    administer,
    async [Symbol.asyncDispose]() {
      if (server.exitCode === null) {
        const exit = once(server, 'exit');
        server.kill('SIGTERM');
        await exit;
      }
      await rm(parent, { recursive: true });
    },
  };
}

async function untilListening(
  address: string,
  server: ChildProcess,
  said: readonly string[],
): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await answers(address))) {
    if (server.exitCode !== null || Date.now() > deadline)
      throw new Error(`samba does not listen; it needs root for port 636:\n${said.join('')}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The last of its ports that is opened. */
function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(636, address);
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
