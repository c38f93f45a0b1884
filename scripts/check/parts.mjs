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
 * @property {MinVersion} [minVersion] of one of the programs
 * @property {string[]} usedBy paths of the tests; a part that none of them uses is not asked for
 *
 * @typedef {object} MinVersion
 * @property {string} program answers `--version` with `Name 1.2.3`
 * @property {number} major
 * @property {string} why
 * @property {string} where it is to be had
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
    name: 'systems',
    packages: ['mmdebstrap', 'iproute2', 'util-linux', 'lintian', 'tar'],
    programs: ['mmdebstrap', 'ip', 'nsenter', 'lintian', 'dpkg-deb', 'tar'],
    needsRoot: true,
    usedBy: ['e2e/systems'],
  },
  {
    name: 'firefox',
    packages: ['firefox-esr'],
    programs: ['firefox-esr'],
    minVersion: {
      program: 'firefox-esr',
      major: 153,
      why: 'Playwright drives it by commands that older ones do not know',
      where: "Debian's security suite (bookworm-security, trixie-security) has it",
    },
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
 * @param {string} program
 * @returns {string | null} what it says of itself, such as `Mozilla Firefox 153.7.0esr`
 */
function versionOf(program) {
  const asked = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return asked.status === 0 ? asked.stdout.trim() : null;
}

/**
 * Sentences for the terminal, when a part is there in a version that cannot be used.
 * @param {Part} part
 * @param {(program: string) => string | null} [ask]
 * @returns {string | null}
 */
export function whyTooOld({ name, packages, minVersion }, ask = versionOf) {
  if (minVersion === undefined) return null;
  const { program, major, why, where } = minVersion;
  const answer = ask(program);
  if (answer === null) return `${name} does not run: ${program} --version fails.`;
  const [, found = '0'] = /(\d+)(?:\.\d+)*/.exec(answer) ?? [];
  if (Number(found) >= major) return null;
  return (
    `${name} is too old: this is ${answer}, and the tests need ${major} or newer (${why}). ` +
    `${where}: apt-get update && apt-get install ${packages.join(' ')}, ` +
    `or leave it out: npm test -- --without=${name}`
  );
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
