/**
 * Reads the environment, wires, listens, stops. The only user of `process`.
 *
 *   homeroom [serve]     the server
 *   homeroom people …    accounts, at the terminal
 *   homeroom keys …      signing keys for passes
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { type Config, describeFaults, readConfig } from './config.ts';
import { dataDirFault, lockFolder } from './data-dir.ts';
import { createLog } from './edge/log.ts';
import { type Mark, readMark } from './page/mark.ts';
import { databasePath, listenOn, serve, type Serving } from './serve.ts';
import { type Environment, type Fault, quoted } from './settings.ts';
import { openDatabase } from './store/database.ts';

/** The package's version; written in by the build. */
declare const HOMEROOM_VERSION: string | undefined;
const version = typeof HOMEROOM_VERSION === 'undefined' ? 'development' : HOMEROOM_VERSION;

const readText = (path: string): string => readFileSync(path, 'utf8');

/** Settings come from the environment, or from an env file beside it; the environment counts more. */
function readEnvironment(): Environment {
  const path = process.env['HOMEROOM_ENV_FILE'] ?? 'homeroom.env';
  if (process.env['HOMEROOM_ENV_FILE'] === undefined && !existsSync(path)) return process.env;
  try {
    return { ...parseEnv(readText(path)), ...process.env };
  } catch {
    fail(
      describeFaults([
        {
          setting: 'HOMEROOM_ENV_FILE',
          given: quoted(path),
          expected: 'a file that Homeroom may read',
        },
      ]),
    );
  }
}

function fail(message: string): never {
  process.stderr.write(`${message.trimEnd()}\n`);
  process.exit(1);
}

async function serveUntilStopped(): Promise<void> {
  const { config, faults } = readConfig(readEnvironment(), readText);
  const server = createServer((_, res) => res.writeHead(503, { 'retry-after': '1' }).end());
  const mark = config.look.markFile === null ? null : readMark(config.look.markFile);
  const folderFault = dataDirFault(config.dataDir);
  const lock = folderFault ? null : lockFolder(config.dataDir, config.isDemo ? 'demo' : 'homeroom');
  const all = [
    ...faults,
    folderFault ?? lockFault(config, lock),
    markFault(config, mark),
    await portFault(config, server),
  ];
  const found = all.filter((fault) => fault !== null);
  if (found.length > 0) fail(describeFaults(found));
  const log = createLog(config.logLevel, (line) => void process.stdout.write(line));
  const webDir = join(import.meta.dirname, 'web');
  const serving = await serve(config, { webDir, version, clock: Date.now, log, server, mark });
  greet(config, serving);
  stopOn(serving, () => lock?.close());
}

function lockFault({ dataDir }: Config, lock: unknown): Fault | null {
  if (lock) return null;
  return {
    setting: 'HOMEROOM_DATA',
    given: quoted(dataDir),
    expected: 'a folder that no other Homeroom is using now',
  };
}

function markFault({ look }: Config, mark: Mark | null): Fault | null {
  if (look.markFile === null || mark) return null;
  return {
    setting: 'HOMEROOM_MARK_FILE',
    given: quoted(look.markFile),
    expected: 'an SVG or PNG file of at most 200 kB that Homeroom may read',
  };
}

/** Takes the port; the fault when it is taken already. */
async function portFault(
  { listen }: Config,
  server: ReturnType<typeof createServer>,
): Promise<Fault | null> {
  try {
    await listenOn(server, listen.host, listen.port);
    return null;
  } catch (error) {
    const cause = error instanceof Error && 'code' in error ? String(error.code) : 'not free';
    return {
      setting: cause === 'EADDRNOTAVAIL' ? 'HOMEROOM_HOST' : 'HOMEROOM_PORT',
      given: `${quoted(`${listen.host}:${listen.port}`)} (${cause})`,
      expected: 'an address of this machine and a port that nothing else uses',
    };
  }
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
function stopOn(serving: Serving, letGo: () => void): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
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

async function atTerminal(args: string[]): Promise<number> {
  const { people } = await import('./cli/people.ts');
  const environment = readEnvironment();
  const terminal = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: environment,
  };
  return people(args, terminal, () =>
    openDatabase(databasePath(readConfig(environment, readText).config)),
  );
}

async function keysAtTerminal(args: string[]): Promise<number> {
  const { keys } = await import('./cli/keys.ts');
  const folder = readConfig(readEnvironment(), readText).config.jitsi?.passKeys ?? null;
  const { stdin, stdout, stderr, env } = process;
  return keys(args, { stdin, stdout, stderr, env }, folder, Date.now);
}

const usage = `homeroom [serve]          the server; settings come from the environment, see docs/configuration.md
homeroom people help      accounts
homeroom keys help        keys that sign passes`;

const [command = 'serve', ...args] = process.argv.slice(2);
try {
  if (command === 'serve') await serveUntilStopped();
  else if (command === 'people') process.exitCode = await atTerminal(args);
  else if (command === 'keys') process.exitCode = await keysAtTerminal(args);
  else if (['help', '--help', '-h'].includes(command)) process.stdout.write(`${usage}\n`);
  else fail(`unknown: ${command}\n\n${usage}`);
} catch (error) {
  fail(`Homeroom does not start: ${error instanceof Error ? error.message : String(error)}`);
}
