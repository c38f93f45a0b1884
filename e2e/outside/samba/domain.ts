/**
 * The domain, made once and kept in `.cache` for as long as nothing that it is
 * made of changes. Every server gets a copy of its own.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { administrator, ldif, policy } from './school.ts';

const run = promisify(execFile);

const cache = join(import.meta.dirname, '../../../.cache/samba');
const script = join(import.meta.dirname, 'provision.py');
/** Debian's own: any other Python on the PATH lacks the samba module. */
const python = '/usr/bin/python3';

const folders = ['private', 'state', 'cache', 'lock', 'run', 'log'];

/** Everything below `dir`, and on `address` alone: nothing of this machine's own Samba is touched. */
export const configuration = (dir: string, address: string): string => `[global]
workgroup = SCHOOL
realm = SCHOOL.EXAMPLE
netbios name = DC1
server role = active directory domain controller
server services = ldap
dcerpc endpoint servers =
interfaces = ${address}/8
bind interfaces only = yes
private dir = ${dir}/private
state directory = ${dir}/state
cache directory = ${dir}/cache
lock directory = ${dir}/lock
pid directory = ${dir}/run
ncalrpc dir = ${dir}/run/ncalrpc
log file = ${dir}/log/%m.log
idmap_ldb:use rfc2307 = yes
tls keyfile = ${dir}/server.key
tls certfile = ${dir}/server.pem
tls cafile = ${dir}/ca.pem

[sysvol]
path = ${dir}/state/sysvol

[netlogon]
path = ${dir}/state/sysvol/school.example/scripts
`;

async function keyOf(): Promise<string> {
  const { stdout: version } = await run('/usr/sbin/samba', ['--version']);
  const parts = [
    version,
    await readFile(script, 'utf8'),
    configuration('', ''),
    ldif,
    policy,
    administrator.password,
  ];
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
}

/** Copies the domain to `dir`, which must not be there yet. */
export async function copyDomain(dir: string): Promise<void> {
  const kept = join(cache, await keyOf());
  if (!(await exists(kept))) await make(kept);
  await run('cp', ['-a', kept, dir]);
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Takes some seconds. Two at once make it twice, and keep one. */
async function make(kept: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const dir = await mkdtemp(join(cache, 'making-'));
  try {
    for (const name of folders) await mkdir(join(dir, name));
    const at = (name: string) => join(dir, name);
    await writeFile(at('smb.conf'), configuration(dir, '127.0.0.1'));
    await writeFile(at('tree.ldif'), ldif);
    await writeFile(at('policy.ldif'), policy);
    await run(python, [script, dir, at('tree.ldif'), at('policy.ldif')], {
      env: { ...process.env, ADMINISTRATOR_PASSWORD: administrator.password },
    });
    await rename(dir, kept);
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    if (!(await exists(kept))) throw error;
  }
}
