/**
 * `npm run release`: the package for Debian and Ubuntu, and the same tree as an archive, for each
 * processor, with checksums, in release/. Built twice from one commit it is the same byte for byte.
 *
 *   npm run release -- --arch=amd64      only for this one
 *   npm run release -- --quick           larger packages in seconds instead of minutes
 *   npm run release -- --out=FOLDER      elsewhere
 */
import { parseArgs } from 'node:util';
import { build } from './built.mjs';
import { install } from './installed.mjs';
import { architectures, release } from './release/release.mjs';

/** @param {string | undefined} given */
function chosen(given) {
  if (given === undefined) return architectures;
  const found = architectures.filter((one) => one === given);
  if (found.length > 0) return found;
  throw new Error(`--arch=${given}: it is ${architectures.join(' or ')}.`);
}

try {
  const { values } = parseArgs({
    options: {
      arch: { type: 'string' },
      out: { type: 'string', default: 'release' },
      quick: { type: 'boolean', default: false },
    },
  });
  install();
  build();
  const made = await release({
    architectures: chosen(values.arch),
    out: values.out,
    isQuick: values.quick,
  });
  for (const file of made) console.log(file);
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
}
