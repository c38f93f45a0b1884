/**
 * Installs Debian packages for the tests, and touches nothing else: only missing
 * ones, nothing upgraded, nothing removed, no service started.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

/** Debian's packages ask this program whether they may start a service; 101 says no. */
const servicePolicy = '/usr/sbin/policy-rc.d';

const environment = {
  ...process.env,
  LC_ALL: 'C',
  DEBIAN_FRONTEND: 'noninteractive',
  NEEDRESTART_SUSPEND: '1',
};
const careful = ['--yes', '--no-install-recommends', '--no-upgrade', '--no-remove'];

/**
 * Why this machine must be left alone, if it must: a school may be teaching on it.
 * @param {(path: string) => boolean} exists
 * @returns {string | null}
 */
export function whyLeaveAlone(exists) {
  return exists('/etc/jitsi')
    ? 'This machine has /etc/jitsi: it looks like a Jitsi server in use. The tests install and ' +
        'start Prosody, nginx and others, so they do not run here.'
    : null;
}

/**
 * What `apt-get install --simulate` would do beside installing new packages.
 * `Inst name [old] (new …)` is an upgrade, `Remv name` a removal.
 * @param {string} simulation
 * @returns {string[]} names of packages
 */
export function wouldChange(simulation) {
  return simulation.split('\n').flatMap((line) => {
    const change = /^(?:Inst (\S+) \[|Remv (\S+))/.exec(line);
    return change ? [change[1] ?? change[2] ?? ''] : [];
  });
}

/** @param {string[]} words */
function apt(...words) {
  return spawnSync('apt-get', words, { encoding: 'utf8', env: environment });
}

/**
 * The lists of packages may never have been fetched, or be too old: then the first
 * release of a package would come instead of its security update. Without a network
 * the lists that are there have to do.
 */
function refreshLists() {
  const done = apt('update');
  if (done.status !== 0) console.error(`The package lists could not be refreshed: ${done.stderr}`);
}

/**
 * slapd would ask for a password and set up a directory of its own.
 * @param {string[]} names
 */
function answerQuestions(names) {
  if (!names.includes('slapd')) return;
  const input = 'slapd slapd/no_configuration boolean true\n';
  spawnSync('debconf-set-selections', { input, env: environment });
}

/**
 * @template T
 * @param {() => T} work
 */
function withoutStartingServices(work) {
  if (existsSync(servicePolicy)) {
    const answer = spawnSync(servicePolicy, ['prosody', 'start']).status;
    if (answer === 101) return work();
    throw new Error(`${servicePolicy} lets services start here; it must answer 101.`);
  }
  // With a listener, Ctrl-C ends apt-get first, and then the file is removed before this process
  // ends.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  writeFileSync(servicePolicy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return work();
  } finally {
    rmSync(servicePolicy);
  }
}

/**
 * As root on Debian.
 * @param {string[]} names of missing packages
 * @throws {Error} with apt-get's own words, or when something else would change
 */
export function installPackages(names) {
  refreshLists();
  const plan = apt('install', ...careful, '--simulate', ...names);
  if (plan.status !== 0) throw new Error(`apt-get cannot install them:\n${plan.stderr}`);
  const others = wouldChange(plan.stdout);
  if (others.length > 0) {
    throw new Error(`Installing them would change ${others.join(', ')}; do that yourself first.`);
  }
  answerQuestions(names);
  const done = withoutStartingServices(() => apt('install', ...careful, ...names));
  if (done.status !== 0) throw new Error(`apt-get failed:\n${done.stdout}\n${done.stderr}`);
}
