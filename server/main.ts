/**
 * Reads the environment, wires, listens, stops. The only user of `process`.
 *
 *   homeroom [serve]     the server
 *   homeroom people …    accounts, at the terminal
 *   homeroom keys …      signing keys for passes
 *   homeroom doctor …    proves the promises against the Jitsi that runs
 *   homeroom install     puts it in front of the Jitsi of this machine; uninstall takes it out
 *   homeroom backup …    what is kept, in one file    homeroom restore …    back again
 *   homeroom --version   which one this is
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { type Config, describeFaults, readConfig } from './config.ts';
import { hasCode } from './http/error-code.ts';
import { createLog } from './http/log.ts';
import { errorMessageWithPath } from './http/error-message.ts';
import { readEnvironment, type Surroundings } from './settings/environment.ts';
import { readLogo } from './page/logo.ts';
import { serve, type Serving } from './serve/serve.ts';
import {
  createServiceManager,
  type ServiceManager,
  systemdNotify,
} from './serve/service-manager.ts';
import { keysDirOf, lockFolder, lockNameOf } from './serve/data-dir.ts';
import { databasePath } from './serve/stores.ts';
import { type Environment, type Fault, type SettingLocations } from './settings/settings-reader.ts';
import { reserveResources } from './serve/startup-checks.ts';
import { openDatabase } from './store/database.ts';

/** The package's version; written in by the build. */
declare const HOMEROOM_VERSION: string | undefined;
const version = typeof HOMEROOM_VERSION === 'undefined' ? 'development' : HOMEROOM_VERSION;

const readText = (path: string): string => readFileSync(path, 'utf8');

/** Faults of the env file stop every command: what is lost there may be any setting. */
function surroundings(): Surroundings {
  return readEnvironment(process.env, (path) => readFileSync(path));
}

function environmentOrFail(): Environment {
  const { environment, faults } = surroundings();
  if (faults.length > 0) fail(describeFaults(faults), settingsAtFault);
  return environment;
}

/** EX_CONFIG of sysexits.h. The unit knows it: the same settings are not tried again. */
const settingsAtFault = 78;

function fail(message: string, exitCode = 1): never {
  process.stderr.write(`${message.trimEnd()}\n`);
  process.exit(exitCode);
}

async function serveUntilStopped(): Promise<void> {
  const { environment, locations, faults: ofFile } = surroundings();
  const { config, faults } = readConfig(environment, readText, locations);
  // Where lines of the file could not be read, a default may have taken the place of a folder or
  // a port, so nothing is tried out.
  if (ofFile.length > 0) fail(describeFaults([...ofFile, ...faults]), settingsAtFault);
  const logo = config.branding.logoFile === null ? null : readLogo(config.branding.logoFile);
  const { server, internal, lock, faults: ofResources } = await reserveResources(config, logo);
  const isNamed = ({ setting }: Fault) => faults.some((fault) => fault.setting === setting);
  const others = ofResources.filter((fault) => !isNamed(fault));
  const found = [...faults, ...others.map((fault) => located(fault, locations))];
  // A fault outside of the settings, such as a port that is taken, may be over in a moment: then
  // the unit tries again.
  if (found.length > 0) fail(describeFaults(found), faults.length > 0 ? settingsAtFault : 1);
  const log = createLog(config.logLevel, (line) => void process.stdout.write(line));
  const webDir = join(import.meta.dirname, 'web');
  const deps = { webDir, version, clock: Date.now, log, server, internal, logo };
  const serving = await serve(config, deps);
  greet(config, serving);
  const manager = createServiceManager(process.env, systemdNotify, process.pid);
  stopOn(serving, () => lock?.close(), manager);
  manager.ready();
}

function located(fault: Fault, locations: SettingLocations): Fault {
  const where = locations.get(fault.setting);
  return where === undefined ? fault : { ...fault, where };
}

function greet(config: Config, { samplePeople = [] }: Serving): void {
  const people = samplePeople.map(
    ({ login, password, name, note }) =>
      `  ${login.padEnd(8)} ${password.padEnd(8)} ${name}, ${note}`,
  );
  const demo = [
    '',
    'Demo mode: sample people and a practice meeting, for this machine only.',
    'Sign in as one of them (name, password):',
    '',
    ...people,
    '',
  ];
  const lines = [`Homeroom is at ${config.publicUrl.href}`, ...(config.isDemo ? demo : [])];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** @param letGo of the data folder, when everything is closed */
function stopOn(serving: Serving, letGo: () => void, manager: ServiceManager): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    manager.stopping();
    serving.close().then(
      () => {
        letGo();
        process.exit(0);
      },
      (error: unknown) => fail(String(error)),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/**
 * Whoever reads the output may stop reading, as `head` does: the work that was begun is finished
 * all the same.
 */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: unknown) => {
      if (!hasCode(error, 'EPIPE')) throw error;
    });
  }
}

async function atTerminal(args: string[]): Promise<number> {
  outliveReaders();
  const { people } = await import('./cli/people.ts');
  const environment = environmentOrFail();
  const terminal = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: environment,
  };
  return people(args, terminal, () => {
    const { config, faults } = readConfig(environment, readText);
    // With a setting in doubt it may be another database than the server's.
    if (faults.length > 0) fail(describeFaults(faults), settingsAtFault);
    return openDatabase(databasePath(config));
  });
}

async function keysAtTerminal(args: string[]): Promise<number> {
  outliveReaders();
  const { keys } = await import('./cli/keys.ts');
  const folder = readConfig(environmentOrFail(), readText).config.jitsi?.passKeys ?? null;
  const { stdin, stdout, stderr, env } = process;
  return keys(args, { stdin, stdout, stderr, env }, folder, Date.now);
}

async function keptAtTerminal(command: 'backup' | 'restore', args: string[]): Promise<number> {
  outliveReaders();
  // As the service's.
  process.umask(0o077);
  const { config, faults } = readConfig(environmentOrFail(), readText);
  // With a setting in doubt it may be other data than the server's.
  if (faults.length > 0) fail(describeFaults(faults), settingsAtFault);
  const { dataDir, directory, publicUrl, isDemo } = config;
  const data = {
    folder: dataDir,
    database: databasePath(config),
    keys: keysDirOf(dataDir),
    peopleFile: directory.kind === 'people-file' ? directory.path : null,
    url: publicUrl.href,
    version,
    clock: Date.now,
  };
  const { stdin, stdout, stderr, env } = process;
  const terminal = { stdin, stdout, stderr, env };
  if (command === 'backup') return (await import('./cli/backup.ts')).backup(args, terminal, data);
  const { restore } = await import('./cli/restore.ts');
  return restore(args, terminal, data, () => lockFolder(dataDir, lockNameOf({ isDemo })));
}

async function doctorAtTerminal(args: string[]): Promise<number> {
  outliveReaders();
  const { readDoctorArgs } = await import('./cli/doctor.ts');
  const { stdin, stdout, stderr, env } = process;
  const terminal = { stdin, stdout, stderr, env };
  const read = readDoctorArgs(args, terminal);
  if (typeof read === 'number') return read;
  const { environment, locations, faults: ofFile } = surroundings();
  const { config, faults: ofSettings } = readConfig(environment, readText, locations);
  // The file holds a password, so that perhaps only root may read it.
  const jicofoSettings = readIfAllowed('/etc/jitsi/jicofo/jicofo.conf');
  becomeOwnerOf(config.dataDir);
  trustWhatTheSystemTrusts();
  const { examine } = await import('./serve/examine.ts');
  const stopped = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stopped.abort());
  const { signal } = stopped;
  const faults = [...ofFile, ...ofSettings];
  const at = { version, moduleFolder: join(import.meta.dirname, '../deploy/prosody') };
  const given = { ...at, clock: Date.now, signal, faults, jicofoSettings };
  const code = await examine(config, read, given, terminal);
  // What was interrupted may still wait for an answer.
  if (signal.aborted) process.exit(code);
  return code;
}

function readIfAllowed(path: string): string | null {
  try {
    return readText(path);
  } catch {
    return null;
  }
}

/** What root makes in the data folder would be root's, and the server could not read it. */
function becomeOwnerOf(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (process.getuid?.() !== 0 || !found || found.uid === 0) return;
  process.setgroups?.([found.gid]);
  process.setgid?.(found.gid);
  process.setuid?.(found.uid);
}

/** A school may have a certificate authority of its own, which the system's store knows. */
function trustWhatTheSystemTrusts(): void {
  const known = [...getCACertificates('default'), ...getCACertificates('system')];
  setDefaultCACertificates([...new Set(known)]);
}

async function onHost(name: 'install' | 'uninstall', args: string[]): Promise<number> {
  outliveReaders();
  const { onThisHost } = await import('./install/on-this-host.ts');
  const { stdin, stdout, stderr, env, execPath: node } = process;
  const user = { uid: process.geteuid?.() ?? -1, gid: process.getegid?.() ?? -1 };
  const run = onThisHost({ stdin, stdout, stderr, env }, { user, node, home: import.meta.dirname });
  return run[name](args);
}

const usage = `homeroom [serve]          the server; settings come from the environment, see docs/configuration.md
homeroom people help      accounts
homeroom keys help        keys that sign passes
homeroom doctor --help    proves that everything holds
homeroom install --help   puts Homeroom in front of the Jitsi of this machine
homeroom uninstall --help takes it out
homeroom backup FILE      the rooms, the people file and the keys, while the server runs
homeroom restore FILE     puts a backup in the place of what is there
homeroom --version        which one this is`;

const [command = 'serve', ...args] = process.argv.slice(2);
try {
  if (command === 'serve') await serveUntilStopped();
  else if (command === 'people') process.exitCode = await atTerminal(args);
  else if (command === 'keys') process.exitCode = await keysAtTerminal(args);
  else if (command === 'backup' || command === 'restore')
    process.exitCode = await keptAtTerminal(command, args);
  else if (command === 'doctor') process.exitCode = await doctorAtTerminal(args);
  else if (command === 'install' || command === 'uninstall')
    process.exitCode = await onHost(command, args);
  else if (['help', '--help', '-h'].includes(command)) process.stdout.write(`${usage}\n`);
  else if (['version', '--version'].includes(command))
    process.stdout.write(`homeroom ${version}\n`);
  else fail(`unknown: ${command}\n\n${usage}`);
} catch (error) {
  fail(`Homeroom does not start: ${errorMessageWithPath(error)}`);
}
