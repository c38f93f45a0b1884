/**
 * Which tests are tried on a mutant: those that import the broken file themselves, and then those
 * that stand beside it and reach it. Nearly every test reaches every file through the app; with
 * all of them a mutant takes a minute, and what dies of a far-away test says little of its rule.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const importing = /(?:from|import)\s*\(?\s*'(?<source>\.[^']+)'/g;

/**
 * @param {string} root of the project
 * @returns {(path: string) => readonly string[]} the files that a file imports, types included
 */
export function readImports(root) {
  /** @type {Map<string, readonly string[]>} */
  const known = new Map();
  return (path) => {
    const found = known.get(path);
    if (found) return found;
    const text = readFileSync(join(root, path), 'utf8');
    const imported = Array.from(text.matchAll(importing), ({ groups }) =>
      posix.join(dirname(path), groups?.['source'] ?? ''),
    ).filter((to) => to.endsWith('.ts'));
    known.set(path, imported);
    return imported;
  };
}

/**
 * @param {string} from
 * @param {string} to
 * @param {(path: string) => readonly string[]} importsOf
 */
function reaches(from, to, importsOf) {
  const seen = new Set([from]);
  for (const path of seen) {
    if (path === to) return true;
    for (const next of importsOf(path)) seen.add(next);
  }
  return false;
}

/**
 * @param {string} file of which mutants are made
 * @param {readonly string[]} tests all there are
 * @param {(path: string) => readonly string[]} importsOf
 * @returns `own`, tried first, and `beside`, tried on what survives those
 */
export function neighboursOf(file, tests, importsOf) {
  const own = tests.filter(
    (test) => importsOf(test).includes(file) || test === file.replace(/\.ts$/, '.test.ts'),
  );
  const beside = tests.filter(
    (test) =>
      own.includes(test) || (dirname(test) === dirname(file) && reaches(test, file, importsOf)),
  );
  return { own: own.length > 0 ? own : beside, beside };
}

/** Of tests that need nothing of Debian's: the server's own, and those with a foreign provider. */
export const testPatterns = ['server/**/*.test.ts', 'e2e/outside/foreign-provider/*.test.ts'];

/** @param {string} root of the project @returns {string[]} */
export const quickTests = (root) => globSync(testPatterns, { cwd: root }).toSorted();
