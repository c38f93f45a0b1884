/** Promise 9: whatever is broken, nobody gets in, and the administrator sees why. */
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { type Changes, domain, hosts, mainModules, pluginPaths } from './config.ts';
import { CommandUnacknowledged } from '../../../server/jitsi/send-command.ts';
import { openSchool, type School, startSchool, until } from './school.ts';
import { freePort } from './server.ts';

const without = (name: string): string[] => mainModules.filter((other) => other !== name);

let school: School | undefined;
afterEach(async () => {
  await school?.stop();
  school = undefined;
});

async function signIn(at: School): Promise<string> {
  const token = await at.pass({ room: 'r', lesson: 'l', person: 'p', affiliation: 'owner' });
  return at.connect(token, 'r').then(
    () => 'signed in',
    (error: unknown) => (error instanceof Error ? error.message : 'refused'),
  );
}

async function manage(
  { prosody }: School,
  deed: string,
  name: string,
  host: string = hosts.main,
): Promise<void> {
  const wish = new URLSearchParams({ deed, name, host });
  const at = `http://127.0.0.1:${prosody.port}/test-modules?${wish.toString()}`;
  expect((await fetch(at, { method: 'POST' })).status).toBe(204);
}

async function untilCause(at: School): Promise<string> {
  return until('a report that says what is wrong', () => {
    const health = at.homeroom().health();
    const isReport = !health.isHealthy && !health.cause.includes('not reported');
    return isReport ? health.cause : undefined;
  });
}

const same = 'x'.repeat(48);
/** With everything in force, signing in gets as far as the open list. */
const asFarAsTheOpenList = /signed in|lesson-over/;

describe('nobody signs in where', () => {
  const broken: [string, Changes, RegExp][] = [
    [
      'mod_token_verification is missing',
      { mainModules: without('token_verification') },
      /token_verification/,
    ],
    ['mod_muc_meeting_id is missing', { mainModules: without('muc_meeting_id') }, /muc_meeting_id/],
    [
      'mod_muc_resource_validate is missing',
      { mainModules: without('muc_resource_validate') },
      /muc_resource_validate/,
    ],
    [
      'mod_muc_allowners is loaded',
      { mainModules: [...mainModules, 'muc_allowners'] },
      /muc_allowners/,
    ],
    ['the main MUC lacks mod_homeroom', { mainModules: without('homeroom') }, /conference/],
    ['the breakout MUC lacks mod_homeroom', { breakoutModules: ['muc_meeting_id'] }, /breakout/],
    ['the lobby MUC lacks mod_homeroom', { lobbyModules: [] }, /lobby/],
    ['the focus component lacks mod_homeroom', { focusModules: [] }, /focus/],
    [
      'anybody may create rooms',
      { main: 'restrict_room_creation = false' },
      /restrict_room_creation/,
    ],
    [
      'local people may create rooms',
      { main: 'restrict_room_creation = "local"' },
      /restrict_room_creation/,
    ],
    [
      'anybody may create breakout rooms',
      { breakout: 'restrict_room_creation = false' },
      /breakout/,
    ],
    ['anybody may create lobbies', { lobby: 'restrict_room_creation = false' }, /lobby/],
    [
      'the domain is on the allow-list',
      { main: `token_verification_allowlist = { "${domain}" }` },
      /without a token/,
    ],
    [
      'a guest host is open',
      { more: 'VirtualHost "guest.meet.school.test"\n authentication = "anonymous"' },
      /guest/,
    ],
    [
      "Jitsi's hosts for dial-in are there",
      {
        more: 'VirtualHost "jigasi.meet.jitsi"\n authentication = "token"\n app_id = "jitsi"\n asap_key_server = "http://127.0.0.1:9"',
      },
      /jigasi\.meet\.jitsi: take this host out .*jaas\.cfg\.lua/,
    ],
    [
      'HTTP is open to other machines',
      { global: 'http_interfaces = { "0.0.0.0" }' },
      /HTTP port \d+ is open on 0\.0\.0\.0: set http_interfaces/,
    ],
    ['other servers may come', { global: 'modules_disabled = { "tls"; "offline" }' }, /mod_s2s/],
    [
      'accounts may be made on the host of jicofo',
      { authHost: 'allow_registration = true\n modules_enabled = { "websocket"; "register" }' },
      /an account on auth\.meet\.school\.test: set allow_registration/,
    ],
    ['the command key is short', { global: 'homeroom_command_key = "short"' }, /command_key/],
    ['the event key is the pass key', { keys: { event: same, pass: same } }, /differ/],
    ['the command key is the event key', { keys: { event: same, command: same } }, /differ/],
    ['the command key is the pass key', { keys: { pass: same, command: same } }, /differ/],
  ];

  it.each(broken)(
    '%s',
    async (_, changes, cause) => {
      school = await startSchool(changes);
      expect(await signIn(school)).toBe('homeroom:unhealthy');
      const { prosody } = school;
      await until('the cause in the log', () => cause.test(prosody.log()));
      expect(await untilCause(school)).toMatch(cause);
      await expect(school.openLesson()).rejects.toThrow(CommandUnacknowledged);
      expect(school.homeroom().health().isHealthy).toBe(false);
    },
    20_000,
  );

  it('the VirtualHost lacks mod_homeroom', async () => {
    school = await startSchool({ virtualHostModules: [] });
    expect(await signIn(school)).toBe('homeroom:unhealthy');
  });

  it.each([
    ['mod_auth_token has no secret', { virtualHost: 'app_secret = nil' }],
    ['the token authentication is not there', { virtualHost: 'app_id = nil' }],
  ])('%s', async (_, changes) => {
    school = await startSchool(changes);
    expect(await signIn(school)).not.toMatch(asFarAsTheOpenList);
  });
});

it('HTTPS that Prosody opens by itself keeps everybody out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'homeroom-certificate-'));
  try {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const request = `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=${domain}`;
    const files = ['-keyout', key, '-out', certificate];
    await promisify(execFile)('openssl', request.split(' ').concat(files));
    const port = await freePort();
    const tls = `ssl = { key = "${key}"; certificate = "${certificate}" }`;
    school = await startSchool({ global: `https_ports = { ${port} }\n${tls}` });
    expect(await untilCause(school)).toMatch(/HTTPS is open on port \d+.*https_ports = { }/);
    expect(await signIn(school)).toBe('homeroom:unhealthy');
  } finally {
    await rm(folder, { recursive: true });
  }
}, 30_000);

it('the probes are not repeated in the log while nothing changes', async () => {
  school = await openSchool();
  const { prosody } = school;
  const lines = (): number => prosody.log().split('homeroom-probe@conference').length;
  const before = lines();
  for (let report = 0; report < 3; report++) {
    const since = school.homeroom().health();
    await until('another report', () => {
      const now = school?.homeroom().health();
      return now?.isHealthy && since.isHealthy && now.at > since.at;
    });
  }
  expect(lines()).toBe(before);
}, 30_000);

describe('nobody signs in with a file of the module that is broken', async () => {
  const [own = '', ...others] = pluginPaths();
  const files = await readdir(own, { recursive: true });
  const sources = files.filter((name) => name.endsWith('.lua'));

  const broken = sources.flatMap((name) => [
    [name, 'that is not Lua', 'this is not Lua'] as const,
    [name, 'that is empty', ''] as const,
  ]);

  it.each(broken)('%s %s', async (name, _, content) => {
    const copy = await mkdtemp(join(tmpdir(), 'homeroom-broken-'));
    try {
      await cp(own, copy, { recursive: true });
      await writeFile(join(copy, name), content);
      school = await startSchool({ plugins: [copy, ...others] });
      expect(await signIn(school)).not.toMatch(asFarAsTheOpenList);
    } finally {
      await rm(copy, { recursive: true });
    }
  });
});

describe('past the wrapper, with authentication = "token"', () => {
  it('a pass connects and enters nothing', async () => {
    school = await openSchool();
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    await school.prosody.kill();
    school.clear();
    await school.prosody.change({ authentication: 'token' });
    await school.prosody.start();
    await school.startFocus();
    const teacher = await lesson.connectAs('owner', 'teacher');
    expect(await teacher.enter(lesson.slug)).toMatchObject({
      kind: 'refused',
      why: 'cancel/not-allowed: homeroom:no-pass',
    });
    expect((await teacher.join(lesson.roomJid)).kind).toBe('refused');
    expect(await untilCause(school)).toMatch(/authentication/);
  }, 20_000);
});

describe('at run time', () => {
  it('an option that is loosened and read again shuts the door, and repaired opens it', async () => {
    school = await openSchool();
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    await school.prosody.change({ main: 'restrict_room_creation = false' });
    await school.prosody.reload();
    await expect(lesson.connectAs('member', 'student')).rejects.toThrow('homeroom:unhealthy');
    expect(await untilCause(school)).toMatch(/restrict_room_creation/);
    await school.prosody.change({});
    await school.prosody.reload();
    await lesson.bring('member', 'student');
    await school.untilHealthy();
  }, 20_000);

  it('a module that is unloaded shuts the door, and loaded again opens it', async () => {
    school = await openSchool({ virtualHostModules: ['homeroom', 'test_modules'] });
    const lesson = await school.openLesson();
    await lesson.bring('owner', 'teacher');
    for (const name of ['token_verification', 'muc_resource_validate', 'homeroom']) {
      await manage(school, 'unload', name);
      await expect(lesson.connectAs('member', 'student')).rejects.toThrow('homeroom:unhealthy');
      await manage(school, 'load', name);
      await lesson.connectAs('member', 'student');
    }
  }, 20_000);

  it('a reload disturbs nobody', async () => {
    school = await openSchool({ virtualHostModules: ['homeroom', 'test_modules'] });
    const lesson = await school.openLesson();
    const teacher = await lesson.bring('owner', 'teacher');
    const member = await lesson.connectAs('member', 'member');
    for (const host of [domain, hosts.main, hosts.breakout, hosts.lobby, hosts.focus]) {
      await manage(school, 'reload', 'homeroom', host);
    }
    expect(await member.enter(lesson.slug)).toMatchObject({ kind: 'in', role: 'participant' });
    expect(teacher.isOpen).toBe(true);
    await lesson.bring('member', 'student');
  }, 20_000);

  const places = [domain, hosts.main, hosts.breakout, hosts.lobby, hosts.focus];
  it.each(places)(
    'a reload on %s that fails leaves nobody connected',
    async (host) => {
      const folder = await mkdtemp(join(tmpdir(), 'homeroom-plugins-'));
      const [own = '', ...others] = pluginPaths();
      await cp(own, folder, { recursive: true });
      const plugins = [folder, ...others];
      school = await openSchool({ plugins, virtualHostModules: ['homeroom', 'test_modules'] });
      const lesson = await school.openLesson();
      const teacher = await lesson.bring('owner', 'teacher');
      const member = await lesson.connectAs('member', 'member');
      await writeFile(join(folder, 'homeroom', 'rooms.lib.lua'), 'error("half a file")');
      await manage(school, 'reload', 'homeroom', host);
      await until('both to be out', () => !teacher.isOpen && !member.isOpen);
      await expect(lesson.connectAs('member', 'member')).rejects.toThrow();
      await rm(folder, { recursive: true });
    },
    20_000,
  );
});
