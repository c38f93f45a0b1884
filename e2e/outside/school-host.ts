/**
 * A school's whole host on this machine: nginx with the shipped configuration, in front
 * of a real Homeroom and of Jitsi's parts, with mod_homeroom in Prosody. Made the way
 * `docs/jitsi.md` says.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { built, environment, freePort } from '../homeroom.ts';
import { writeCertificate } from '../engines/certificate.ts';
import { buildMeetingPage } from './meeting-page/build.ts';
import { linkWebClient } from './meeting-page/web-client.ts';
import { type Behind, type Nginx, startNginx } from './nginx/start.ts';
import { appId, type Changes, domain, focusAccount, hosts } from './prosody/config.ts';
import { startFocus } from './prosody/focus.ts';
import { type Prosody, startProsody } from './prosody/server.ts';

export type Account = { login: string; name: string; groups: readonly string[]; password: string };

export type SchoolHost = {
  url: string;
  nginx: Nginx;
  prosody: Prosody;
  /** What Homeroom has printed. */
  output(): string;
  stopHomeroom(): Promise<void>;
  startHomeroom(): Promise<void>;
  /** `homeroom …` at the terminal, with this host's settings. */
  homeroom(...args: string[]): Promise<string>;
  /** The same, whatever its exit code is, with other settings where some are given. */
  run(args: readonly string[], settings?: Readonly<Record<string, string>>): Promise<Ran>;
  /** Its own settings, with the folder that they lie in. */
  env: Readonly<Record<string, string | undefined>>;
  folder: string;
  /** Kills Prosody and starts it again, with the focus. */
  restartProsody(): Promise<void>;
  /** Other lines in nginx's part for Homeroom, or another certificate, from now on. */
  changeNginx(changes: Pick<Behind, 'change' | 'certificates'>): Promise<void>;
  stop(): Promise<void>;
};

const key = (): string => randomBytes(24).toString('hex');

export type HostOptions = {
  settings?: Readonly<Record<string, string>>;
  /** Passes signed with keys of Homeroom's own (RS256), in place of the shared secret. */
  hasOwnKeys?: boolean;
  /** A folder with Jitsi's own web client, as built, in place of the stand-in; over HTTPS then. */
  webClient?: string;
  /** A certificate in a folder, as cert.pem and key.pem: the host is asked over HTTPS then. */
  certificates?: string;
  /** Port of what stands for jicofo's own HTTP. */
  jicofo?: number;
  /** What is otherwise in Prosody. */
  prosody?: Changes;
};

export type Ran = { code: number | null; out: string; err: string };

export async function startSchoolHost(
  accounts: readonly Account[],
  { settings = {}, hasOwnKeys = false, webClient, ...options }: HostOptions = {},
): Promise<SchoolHost> {
  const folder = await mkdtemp(join(tmpdir(), 'homeroom-school-'));
  const webRoot = join(folder, 'web');
  const [homeroomPort, internalPort] = [await freePort(), await freePort()];
  const keys = { pass: key(), command: key(), event: key() };
  if (webClient === undefined) await buildMeetingPage(webRoot);
  else await linkWebClient(webClient, webRoot);
  if (webClient !== undefined) writeCertificate(folder);
  const certificates = options.certificates ?? (webClient === undefined ? undefined : folder);
  const prosody = await startProsody(
    `http://127.0.0.1:${internalPort}/internal/prosody/events`,
    keys,
    {
      global: 'homeroom_report_seconds = 1',
      ...options.prosody,
      ...(hasOwnKeys ? { keyServer: `http://127.0.0.1:${internalPort}/internal/keys` } : {}),
    },
  );
  const behind: Behind = {
    homeroom: homeroomPort,
    prosody: prosody.port,
    videobridge: 1,
    jicofo: options.jicofo ?? 1,
    webRoot,
    ...(certificates === undefined ? {} : { certificates }),
  };
  let nginx = await startNginx(behind);
  const url = `${certificates === undefined ? 'http' : 'https'}://localhost:${nginx.port}`;
  const env = environment({
    HOMEROOM_URL: url,
    HOMEROOM_PORT: String(homeroomPort),
    HOMEROOM_DATA: join(folder, 'data'),
    HOMEROOM_TRUSTED_PROXIES: '127.0.0.1',
    HOMEROOM_PEOPLE_FILE: join(folder, 'people.json'),
    HOMEROOM_JITSI_URL: url,
    HOMEROOM_JITSI_APP_ID: appId,
    ...(hasOwnKeys
      ? { HOMEROOM_PASS_KEYS: join(folder, 'pass-keys') }
      : { HOMEROOM_JITSI_APP_SECRET: keys.pass }),
    HOMEROOM_JITSI_XMPP_DOMAIN: domain,
    HOMEROOM_PROSODY_URL: `http://127.0.0.1:${prosody.port}`,
    HOMEROOM_COMMAND_KEY: keys.command,
    HOMEROOM_EVENT_KEY: keys.event,
    HOMEROOM_INTERNAL_PORT: String(internalPort),
    HOMEROOM_CONTACT: 'the office',
    HOMEROOM_LOG_LEVEL: 'info',
    ...settings,
  });
  for (const account of accounts) await addPerson(account, env);

  let homeroom: ChildProcess | undefined;
  let printed = '';

  async function startHomeroom(): Promise<void> {
    const child = spawn(process.execPath, [built, 'serve'], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
    }
    homeroom = child;
    await untilReady(`http://127.0.0.1:${homeroomPort}/homeroom/readyz`, child, () => printed);
  }

  async function stopHomeroom(): Promise<void> {
    if (!homeroom || homeroom.exitCode !== null) return;
    const ended = once(homeroom, 'exit');
    homeroom.kill('SIGTERM');
    await ended;
  }

  async function bringFocus() {
    return startFocus(
      { url: prosody.webSocket, domain, mucHost: hosts.main, focusHost: hosts.focus },
      focusAccount,
    );
  }

  const begun = [
    stopHomeroom,
    () => nginx.stop(),
    () => prosody.stop(),
    () => rm(folder, { recursive: true, force: true }),
  ];
  async function stop(): Promise<void> {
    for (const end of begun) await end();
  }

  let focus = await bringFocus();
  await startHomeroom().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    url,
    get nginx() {
      return nginx;
    },
    prosody,
    env,
    folder,
    output: () => printed,
    startHomeroom,
    stopHomeroom,
    homeroom: (...args) => command(args, env),
    run: (args, otherwise = {}) => run(args, { ...env, ...otherwise }),
    async changeNginx(changes) {
      const { port } = nginx;
      await nginx.stop();
      nginx = await startNginx({ ...behind, ...changes, port });
    },
    async restartProsody() {
      await prosody.kill();
      await prosody.start();
      focus = await bringFocus();
    },
    async stop() {
      focus.close();
      await stop();
    },
  };
}

async function addPerson({ login, name, groups, password }: Account, env: NodeJS.ProcessEnv) {
  const args = ['people', 'add', login, '--name', name, ...groups.flatMap((g) => ['--group', g])];
  await command(args, env, `${password}\n`);
}

/** @returns what the command prints */
async function command(args: string[], env: NodeJS.ProcessEnv, input = ''): Promise<string> {
  const { code, out, err } = await run(args, env, input);
  if (code !== 0) throw new Error(`homeroom ${args.join(' ')}: ${err}`);
  return out.trim();
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv, input = ''): Promise<Ran> {
  const child = spawn(process.execPath, [built, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(input);
  const said = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => (said.out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (said.err += data.toString()));
  await once(child, 'close');
  return { code: child.exitCode, ...said };
}

async function untilReady(at: string, child: ChildProcess, printed: () => string): Promise<void> {
  const giveUpAt = Date.now() + 20_000;
  for (;;) {
    const answer = await fetch(at).catch(() => undefined);
    if (answer?.ok) return;
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      const why = await answer?.text();
      throw new Error(`Homeroom is not ready: ${why ?? 'no answer'}\n${printed()}`);
    }
    await pause(50);
  }
}
