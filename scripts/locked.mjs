/** Which of the packages that package-lock.json names belong on a machine. */

/**
 * @typedef {string | string[]} Choice `linux`, or several, or `!win32`
 *
 * @typedef {object} Locked
 * @property {string} [version]
 * @property {boolean} [optional]
 * @property {Choice} [os]
 * @property {Choice} [cpu]
 * @property {Choice} [libc]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, string>} [peerDependencies]
 *
 * @typedef {{ packages: Record<string, Locked> }} Lock
 * @typedef {{ os: string, cpu: string, libc: string | null }} Machine
 */

/** @returns {Machine} this one */
export function thisMachine() {
  const libc = process.platform === 'linux' ? libcHere() : null;
  return { os: process.platform, cpu: process.arch, libc };
}

function libcHere() {
  if (process.report === undefined) return 'glibc';
  // Names of network interfaces are looked up otherwise, which can take seconds.
  Reflect.set(process.report, 'excludeNetwork', true);
  /** @type {{ header?: { glibcVersionRuntime?: string } }} */
  const report = process.report.getReport();
  return report.header?.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}

/**
 * @param {Choice | undefined} choice
 * @param {string | null} value
 */
function allows(choice, value) {
  if (choice === undefined) return true;
  const all = [choice].flat();
  if (all.includes(`!${value}`)) return false;
  return all.every((one) => one.startsWith('!')) || all.some((one) => one === value);
}

/**
 * @param {Locked} locked
 * @param {Machine} machine
 */
const runsOn = (locked, { os, cpu, libc }) =>
  allows(locked.os, os) && allows(locked.cpu, cpu) && allows(locked.libc, libc);

/**
 * Node's own way of finding a package: beside the importer's packages, then further out.
 * @param {Lock} lock
 * @param {string} from path of the package that asks, '' for the project itself
 * @param {string} name
 * @returns {string | null} its path
 */
function find({ packages }, from, name) {
  const path = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (packages[path] !== undefined) return path;
  if (from === '') return null;
  const outer = from.lastIndexOf('/node_modules/');
  return find({ packages }, outer < 0 ? '' : from.slice(0, outer), name);
}

/**
 * Every package that the project needs there, by its path. Compilers for other
 * processors do not belong, nor what only they need: some versions of npm
 * install that all the same.
 * @param {Lock} lock
 * @param {Machine} machine
 * @returns {Set<string>}
 */
export function belonging(lock, machine) {
  /** @type {Set<string>} */
  const found = new Set();
  /** @param {string} from */
  function follow(from) {
    const { devDependencies, dependencies, optionalDependencies, peerDependencies } =
      lock.packages[from] ?? {};
    for (const name of Object.keys({
      ...devDependencies,
      ...dependencies,
      ...optionalDependencies,
      ...peerDependencies,
    })) {
      const path = find(lock, from, name);
      const locked = path === null ? undefined : lock.packages[path];
      if (path === null || locked === undefined || found.has(path)) continue;
      if (locked.optional && !runsOn(locked, machine)) continue;
      found.add(path);
      follow(path);
    }
  }
  follow('');
  return found;
}
