/**
 * `npm run real -- NAME`: Homeroom against real parts that neither npm nor Debian has, and
 * against a newer Debian than `npm test` takes. What is no package takes a folder in which it
 * lies as it was built; without it the run fails, and says what is missing and how to get it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './built.mjs';
import { run } from './check/run.mjs';
import { install } from './installed.mjs';

/**
 * @typedef {object} RealPart
 * @property {string} says what is tried
 * @property {Folder} [folder] where it lies, unless the tests make it themselves
 * @property {Record<string, string>} [environment]
 * @property {string[]} command
 *
 * @typedef {object} Folder
 * @property {string} variable names it
 * @property {string} contains a file by which it is known
 * @property {string} howToGet
 */

/** @type {Record<string, RealPart>} */
const realParts = {
  'prosody-plugins': {
    says: "Jitsi's own Prosody plugins",
    folder: {
      variable: 'HOMEROOM_TEST_JITSI_PLUGINS',
      contains: 'mod_token_verification.lua',
      howToGet: "the folder resources/prosody-plugins of Jitsi Meet's sources",
    },
    command: ['vitest', 'run', 'e2e/outside/prosody'],
  },
  'debian-files': {
    says: "Jitsi's own sources: what its Debian package writes for Prosody and nginx",
    folder: {
      variable: 'HOMEROOM_TEST_JITSI_SOURCES',
      contains: 'doc/debian',
      howToGet: "Jitsi Meet's sources",
    },
    command: [
      'vitest',
      'run',
      'e2e/outside/prosody/template',
      'e2e/outside/nginx/jitsi-site',
      'server/install/upgrades',
    ],
  },
  'web-client': {
    says: "Jitsi's own web client in Homeroom's frame",
    folder: {
      variable: 'HOMEROOM_TEST_JITSI_WEB',
      contains: 'libs/app.bundle.min.js',
      howToGet: "Jitsi Meet's sources, built with make; or /usr/share/jitsi-meet of a Jitsi host",
    },
    command: ['playwright', 'test', '--config', 'e2e/real/real.config.ts', 'web-client'],
  },
  keycloak: {
    says: 'Keycloak as the school’s own OpenID provider',
    folder: {
      variable: 'HOMEROOM_TEST_KEYCLOAK',
      contains: 'bin/kc.sh',
      howToGet:
        'org.keycloak:keycloak-quarkus-dist from Maven Central, unpacked; it needs Java 17 or newer',
    },
    command: ['playwright', 'test', '--config', 'e2e/real/real.config.ts', 'keycloak'],
  },
  'debian-13': {
    says: 'the package in a whole Debian 13',
    environment: { HOMEROOM_TEST_SYSTEM: 'debian-13' },
    command: ['vitest', 'run', '--config', 'e2e/systems/vitest.config.ts'],
  },
};

/** @param {string} name @returns {string} what is missing, or nothing */
function lack(name) {
  const part = realParts[name];
  if (!part) return `There is no ${name}. What can be tried: ${Object.keys(realParts).join(', ')}.`;
  if (!part.folder) return '';
  const { variable, contains, howToGet } = part.folder;
  const folder = process.env[variable];
  if (folder && existsSync(join(folder, contains))) return '';
  const given = folder ? `${folder} has no ${contains}` : `${variable} is not set`;
  return `${name}: ${given}. It names a folder with ${part.says}: ${howToGet}.`;
}

/** @param {string[]} names */
async function tryParts(names) {
  const chosen = names.length > 0 ? names : Object.keys(realParts);
  const lacks = chosen.map(lack).filter(Boolean);
  for (const missing of lacks) console.error(missing);
  if (lacks.length > 0) return false;
  install();
  build();
  let isGood = true;
  for (const name of chosen) {
    const part = realParts[name];
    console.log(`\n── ${part?.says} ──`);
    if (!part || !(await run(part.command, part.environment))) isGood = false;
  }
  return isGood;
}

process.exitCode = (await tryParts(process.argv.slice(2))) ? 0 : 1;
