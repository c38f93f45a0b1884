/**
 * `npm run real -- NAME`: Homeroom against real parts that neither npm nor Debian has. Each
 * takes a folder in which the part lies as it was built; without it the run fails, and says
 * what is missing and how to get it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './built.mjs';
import { run } from './check/run.mjs';
import { install } from './installed.mjs';

/**
 * @typedef {object} RealPart
 * @property {string} says what is tried
 * @property {string} variable names the folder
 * @property {string} contains a file by which the folder is known
 * @property {string} howToGet
 * @property {string[]} command
 */

/** @type {Record<string, RealPart>} */
const realParts = {
  'prosody-plugins': {
    says: "Jitsi's own Prosody plugins",
    variable: 'HOMEROOM_TEST_JITSI_PLUGINS',
    contains: 'mod_token_verification.lua',
    howToGet: "the folder resources/prosody-plugins of Jitsi Meet's sources",
    command: ['vitest', 'run', 'e2e/outside/prosody'],
  },
  'web-client': {
    says: "Jitsi's own web client in Homeroom's frame",
    variable: 'HOMEROOM_TEST_JITSI_WEB',
    contains: 'libs/app.bundle.min.js',
    howToGet: "Jitsi Meet's sources, built with make; or /usr/share/jitsi-meet of a Jitsi host",
    command: ['playwright', 'test', '--config', 'e2e/real/real.config.ts', 'web-client'],
  },
};

/** @param {string} name @returns {string} what is missing, or nothing */
function lack(name) {
  const part = realParts[name];
  if (!part) return `There is no ${name}. What can be tried: ${Object.keys(realParts).join(', ')}.`;
  const folder = process.env[part.variable];
  if (folder && existsSync(join(folder, part.contains))) return '';
  const given = folder ? `${folder} has no ${part.contains}` : `${part.variable} is not set`;
  return `${name}: ${given}. It names a folder with ${part.says}: ${part.howToGet}.`;
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
    if (!part || !(await run(part.command))) isGood = false;
  }
  return isGood;
}

process.exitCode = (await tryParts(process.argv.slice(2))) ? 0 : 1;
