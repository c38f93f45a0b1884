/** The licences of what is built in: each asks that its text comes along. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../folder.mjs';

/**
 * Every library that production needs, by package-lock.json; some of them are in the browser's
 * part only, and none is left out.
 * @param {string} nodeLicence
 */
export function thirdPartyLicences(nodeLicence) {
  /** @type {{ packages: Record<string, { dev?: boolean, devOptional?: boolean, optional?: boolean, version?: string, license?: string }> }} */
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const parts = Object.entries(lock.packages)
    .filter(
      ([path, { dev, devOptional, optional }]) => path !== '' && !dev && !devOptional && !optional,
    )
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, { version, license }]) => {
      const name = path.replace(/^.*node_modules\//, '');
      return section(
        `${name} ${version ?? ''}`,
        textOf(path) ?? `Licence: ${license ?? 'unknown'}\n`,
      );
    });
  return [...parts, section('node', nodeLicence)].join('\n');
}

/** @param {string} name @param {string} text */
const section = (name, text) => `${'='.repeat(72)}\n${name}\n${'='.repeat(72)}\n\n${text}`;

/** @param {string} path of a package */
function textOf(path) {
  const folder = join(root, path);
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder).filter((name) => /^(?:licen[cs]e|copying|notice)/i.test(name));
  if (files.length === 0) return undefined;
  return files
    .toSorted()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}
