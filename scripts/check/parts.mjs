/** The real parts that the tests use, and which of them this machine lacks. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../folder.mjs';

/**
 * @typedef {object} Part
 * @property {string} name what `--without=` calls it
 * @property {string[]} packages Debian's packages
 * @property {string[]} programs that show it is there, where there is no dpkg
 * @property {boolean} [needsRoot] its ports are fixed, and below 1024
 * @property {string[]} usedBy paths of the tests; a part that none of them uses is not asked for
 */

/** @type {readonly Part[]} */
export const parts = [
  {
    name: 'chromium',
    packages: ['chromium'],
    programs: ['chromium'],
    usedBy: ['playwright.config.ts'],
  },
  {
    name: 'prosody',
    packages: ['prosody', 'lua5.4', 'lua-check', 'lua-luaossl'],
    programs: ['prosody', 'luacheck'],
    usedBy: ['deploy/prosody', 'e2e/outside/prosody'],
  },
  {
    name: 'slapd',
    packages: ['slapd', 'ldap-utils'],
    programs: ['slapd', 'ldapadd'],
    usedBy: ['e2e/outside/slapd'],
  },
  {
    name: 'samba',
    packages: ['samba', 'samba-ad-provision', 'samba-dsdb-modules', 'openssl'],
    programs: ['samba', 'openssl'],
    needsRoot: true,
    usedBy: ['e2e/outside/samba'],
  },
  {
    name: 'postgresql',
    packages: ['postgresql'],
    programs: ['psql'],
    usedBy: ['e2e/outside/postgresql'],
  },
  {
    name: 'nginx',
    packages: ['nginx'],
    programs: ['nginx'],
    usedBy: ['deploy/nginx', 'e2e/outside/nginx'],
  },
  {
    name: 'systemd',
    packages: ['systemd'],
    programs: ['systemctl'],
    usedBy: ['e2e/outside/systemd'],
  },
  {
    name: 'firefox',
    packages: ['firefox-esr'],
    programs: ['firefox-esr'],
    usedBy: ['e2e/engines/firefox.ts'],
  },
  {
    name: 'webkit',
    packages: ['webkit2gtk-driver', 'xvfb', 'openssl'],
    programs: ['WebKitWebDriver', 'Xvfb', 'openssl'],
    usedBy: ['e2e/engines/webkit.ts'],
  },
];

/**
 * @param {readonly string[]} leftOut names given with `--without=`
 * @throws {Error} for a name that is no part
 */
export function neededParts(leftOut) {
  const unknown = leftOut.filter((name) => parts.every((part) => part.name !== name));
  if (unknown.length > 0) {
    const known = parts.map((part) => part.name).join(', ');
    throw new Error(`--without=${unknown.join(',')}: no such part. The parts are ${known}.`);
  }
  return parts
    .filter((part) => !leftOut.includes(part.name))
    .filter((part) => part.usedBy.some((path) => existsSync(join(root, path))));
}

/** Whether packages are Debian's business here. */
export function isDebian() {
  return existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

/** @param {string} name */
function hasPackage(name) {
  const asked = spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status}', name], {
    encoding: 'utf8',
  });
  return asked.status === 0 && asked.stdout === 'installed';
}

/** @param {string} name */
function hasProgram(name) {
  return [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'].some(
    (folder) => existsSync(join(folder, name)),
  );
}

/** @param {Part} part */
export function lacks(part) {
  if (part.needsRoot && process.getuid?.() !== 0) return true;
  return isDebian() ? !part.packages.every(hasPackage) : !part.programs.every(hasProgram);
}

/**
 * One line that says how to get a missing part, or how to do without it.
 * @param {Part} part
 */
export function howToGet(part) {
  const get = isDebian()
    ? `apt-get install --no-install-recommends ${part.packages.join(' ')}`
    : `install what brings ${part.programs.join(' and ')}`;
  const asRoot = part.needsRoot ? ', and run the tests as root' : '';
  return `${part.name} is missing: ${get}${asRoot}, or leave it out: npm test -- --without=${part.name}`;
}
