/** A real OpenLDAP server with the school in it, on free ports, with TLS and a password policy. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../homeroom.ts';
import { type Certificates, makeCertificates } from '../certificates.ts';
import { base, ldif, root, service } from './school.ts';

const run = promisify(execFile);

export type Slapd = {
  /** Answers StartTLS, too. */
  url: string;
  ldapsUrl: string;
  /** The certificate authority, PEM. */
  ca: string;
  /** Applies LDIF as the directory's administrator. */
  change(ldif: string): Promise<void>;
  stop(): Promise<void>;
  /** On the same ports, with the same data. */
  start(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function startSlapd(): Promise<Slapd> {
  const dir = await mkdtemp(join(tmpdir(), 'slapd-'));
  const certificates = await makeCertificates(dir, 'DNS:localhost,IP:127.0.0.1');
  await mkdir(join(dir, 'data'));
  await writeFile(join(dir, 'slapd.conf'), configuration(dir, certificates));
  const [port, securePort] = [await freePort(), await freePort()];
  const url = `ldap://127.0.0.1:${port}`;
  const ldapsUrl = `ldaps://127.0.0.1:${securePort}`;
  let server: ChildProcess | null = null;

  async function start(): Promise<void> {
    const args = ['-d', '0', '-f', join(dir, 'slapd.conf'), '-h', `${url}/ ${ldapsUrl}/`];
    server = spawn('/usr/sbin/slapd', args, { stdio: 'ignore' });
    await untilListening(port, server);
  }

  async function stop(): Promise<void> {
    if (!server || server.exitCode !== null) return;
    const exit = once(server, 'exit');
    server.kill('SIGTERM');
    await exit;
    server = null;
  }

  async function change(text: string, ...options: string[]): Promise<void> {
    const path = join(dir, 'change.ldif');
    await writeFile(path, text);
    await run('ldapmodify', [
      '-x',
      '-H',
      url,
      '-D',
      root.dn,
      '-w',
      root.password,
      ...options,
      '-f',
      path,
    ]);
  }

  await start();
  // Added and not loaded: the memberof overlay sleeps under slapadd.
  await change(ldif, '-a');
  return {
    url,
    ldapsUrl,
    ca: certificates.ca,
    change,
    start,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(dir, { recursive: true });
    },
  };
}

const configuration = (dir: string, { caPath, certPath, keyPath }: Certificates) => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/nis.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
moduleload ppolicy
pidfile ${dir}/slapd.pid
TLSCACertificateFile ${caPath}
TLSCertificateFile ${certPath}
TLSCertificateKeyFile ${keyPath}

access to dn.base="" by * read
access to attrs=userPassword by anonymous auth by self write by * none
access to * by dn.exact="${service.dn}" read by users read by * none

database mdb
suffix "${base}"
rootdn "${root.dn}"
rootpw "${root.password}"
directory ${dir}/data
index objectClass,uid,member,entryUUID eq
overlay memberof
memberof-refint TRUE
overlay ppolicy
ppolicy_default "cn=default,ou=policies,${base}"
ppolicy_use_lockout
`;

async function untilListening(port: number, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await answers(port))) {
    if (server.exitCode !== null) throw new Error(`slapd ended with ${server.exitCode}`);
    if (Date.now() > deadline) throw new Error('slapd does not listen');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.end());
  });
}
