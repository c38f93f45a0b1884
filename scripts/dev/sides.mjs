/** @typedef {'browser' | 'server'} Side */

/** @type {readonly [RegExp, readonly Side[]][]} the first that fits counts */
const sources = [
  [/\.test\.tsx?$|^src\/testing\/|^server\/testing\//, []],
  [/^server\/contract\//, ['server', 'browser']],
  [/^server\//, ['server']],
  [/^(?:src|public)\/|^(?:index\.html|lingui\.config\.ts)$/, ['browser']],
  [/^(?:package-lock\.json|vite\.config\.ts)$/, ['server', 'browser']],
];

/**
 * What has to be built when this file has changed.
 * @param {string} path in the repository
 * @returns {readonly Side[]}
 */
export function sidesOf(path) {
  return sources.find(([pattern]) => pattern.test(path))?.[1] ?? [];
}
