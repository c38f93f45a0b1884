/**
 * Finished roots of Debian: made once by mmdebstrap from the mirror that this machine's apt uses,
 * then kept in `.cache/systems`, by the names of what is in them.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Release = 'debian-12' | 'debian-13';

const suites: Record<Release, string> = { 'debian-12': 'bookworm', 'debian-13': 'trixie' };

export const cache = fileURLToPath(new URL('../../.cache/systems', import.meta.url));

/** What a Jitsi host has beside Jitsi's own packages; Homeroom's package asks for less. */
const packages = [
  'ca-certificates',
  'dbus',
  'debconf-utils',
  'iproute2',
  'lua-basexx',
  'lua-cjson',
  'lua-inspect',
  'lua-luaossl',
  'lua-sec',
  'nginx',
  'openssl',
  'prosody',
  'systemd',
  'systemd-sysv',
];

/** Of no use to a test, and two thirds of the files. */
const leftOut = ['/usr/share/man/*', '/usr/share/locale/*', '/usr/share/doc/*'];

const hosts = `127.0.0.1 localhost school
::1 localhost
192.0.2.10 meet.school.example
`;

/**
 * @returns the folder; it is to be copied, not changed
 * @throws {Error} with a sentence, when this machine cannot boot a root or has no mirror
 */
export function finishedRoot(release: Release): string {
  refuseWhereItCannotBoot();
  const recipe = JSON.stringify([release, packages, leftOut, hosts, 2]);
  const folder = join(cache, `${release}-${shortHash(recipe)}`);
  if (!existsSync(folder)) makeRoot(release, folder);
  return folder;
}

export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12);

function makeRoot(release: Release, folder: string): void {
  const suite = suites[release];
  const { main, security } = mirrors();
  const draft = `${folder}.making-${process.pid}`;
  mkdirSync(cache, { recursive: true });
  removeOthers(release);
  const words = [
    '--mode=root',
    '--variant=minbase',
    '--format=directory',
    `--include=${packages.join(',')}`,
    '--aptopt=Acquire::Languages "none"',
    '--dpkgopt=force-unsafe-io',
    ...leftOut.map((path) => `--dpkgopt=path-exclude=${path}`),
    suite,
    draft,
    `deb ${main} ${suite} main`,
    `deb ${main} ${suite}-updates main`,
    ...(security === undefined ? [] : [`deb ${security} ${suite}-security main`]),
  ];
  const made = spawnSync('mmdebstrap', words, { encoding: 'utf8' });
  if (made.status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new Error(`A root of ${release} cannot be made:\n${made.stderr.slice(-3_000)}`);
  }
  // What tests install is whole, documentation included; only its way to the disk is shorter.
  writeFileSync(join(draft, 'etc/dpkg/dpkg.cfg.d/99mmdebstrap'), 'force-unsafe-io\n');
  writeFileSync(join(draft, 'etc/hosts'), hosts);
  writeFileSync(join(draft, 'etc/hostname'), 'school\n');
  // The machine's, which may lead nowhere from in there.
  rmSync(join(draft, 'etc/resolv.conf'), { force: true });
  renameSync(draft, folder);
}

/** By an older recipe, with their layers, or half made by a run that was killed. */
function removeOthers(release: Release): void {
  for (const name of readdirSync(cache).filter((name) => name.startsWith(`${release}-`))) {
    const [, maker] = /\.making-(\d+)$/.exec(name) ?? [];
    if (maker !== undefined && existsSync(`/proc/${maker}`)) continue;
    rmSync(join(cache, name), { recursive: true, force: true });
  }
}

/** Where this machine's apt gets Debian from: the tests name no server of their own. */
function mirrors(): { main: string; security: string | undefined } {
  const asked = spawnSync(
    'apt-get',
    ['indextargets', '--format', '$(REPO_URI) $(CODENAME)', 'Created-By: Packages'],
    { encoding: 'utf8' },
  );
  const found = asked.stdout.split('\n').map((line) => line.split(' '));
  const uriOf = (pattern: RegExp) => found.find(([, codename = '']) => pattern.test(codename))?.[0];
  const main = uriOf(/^[a-z]+$/);
  if (main === undefined)
    throw new Error("apt-get names no mirror of Debian's packages; apt-get update may help.");
  return { main, security: uriOf(/-security$/) };
}

/** The namespaces that a root boots in. */
export const unshare = ['unshare', '-m', '-p', '-n', '-u', '-i', '-C', '--fork', '--kill-child'];

function refuseWhereItCannotBoot(): void {
  const [program = '', ...words] = unshare;
  const tried = spawnSync(program, [...words, 'mount', '--make-rprivate', '/'], {
    encoding: 'utf8',
  });
  if (tried.status === 0) return;
  const said = tried.error?.message ?? tried.stderr.trim();
  throw new Error(
    `A Debian of its own cannot be booted here: that takes root and namespaces (${said}). ` +
      'Leave it out: npm test -- --without=systems',
  );
}
