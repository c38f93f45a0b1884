/** `homeroom doctor` where something is wrong in Prosody: it says what, and calls nothing good. */
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Changes, mainModules, pluginPaths } from '../config.ts';
import { freePort } from '../server.ts';
import { type Patient, startPatient } from './examine.ts';

let patient: Patient;
beforeAll(async () => {
  patient = await startPatient();
}, 120_000);
afterAll(() => patient.stop());

async function restartWith(changes: Changes): Promise<void> {
  await patient.host.prosody.change({ global: reports, ...changes });
  await patient.host.restartProsody();
}

const reports = 'homeroom_report_seconds = 1';
const other = 'x'.repeat(48);

type Broken = {
  name: string;
  changes: Changes | (() => Promise<Changes>);
  /** Check, and what it says. */
  finds: readonly [check: string, saw: RegExp][];
};

const broken: readonly Broken[] = [
  {
    name: 'another secret',
    changes: { virtualHost: `app_secret = "${other}"` },
    finds: [
      ['websocket', /refused.*Invalid signature/],
      ['bosh', /refused.*Invalid signature/],
    ],
  },
  {
    name: 'another algorithm',
    changes: { virtualHost: 'signature_algorithm = "HS512"' },
    finds: [['websocket', /refused.*Invalid or incorrect alg/]],
  },
  {
    name: 'another app id',
    changes: { virtualHost: 'app_id = "other"' },
    finds: [['websocket', /refused.*invalid 'iss'/]],
  },
  {
    name: 'a guest host',
    changes: { more: 'VirtualHost "guest.meet.school.test"\n authentication = "anonymous"' },
    finds: [
      ['guest-hosts', /guest\.meet\.school\.test/],
      ['lesson-opened', /anybody may sign in at guest/],
    ],
  },
  {
    name: 'no mod_homeroom at the meetings',
    changes: { mainModules: mainModules.filter((name) => name !== 'homeroom') },
    finds: [['lesson-opened', /mod_homeroom is not loaded on conference/]],
  },
  {
    name: 'no mod_homeroom on the host',
    changes: { virtualHostModules: [] },
    finds: [['prosody', /not loaded on the host/]],
  },
  {
    name: 'a sign-in past mod_homeroom',
    changes: { authentication: 'token' },
    finds: [['lesson-opened', /authentication = "homeroom" is not in force/]],
  },
  {
    name: 'rooms that anybody may create',
    changes: { main: 'restrict_room_creation = false' },
    finds: [['lesson-opened', /restrict_room_creation/]],
  },
  {
    name: 'HTTPS open on a port of its own',
    changes: openHttps,
    finds: [['ports', /https on .* port \d+/]],
  },
  {
    name: 'HTTP open to other machines',
    changes: { global: `${reports}\nhttp_interfaces = { "0.0.0.0" }` },
    finds: [['ports', /http on 0\.0\.0\.0/]],
  },
  {
    name: 'a plugin that makes members owners',
    changes: { mainModules: [...mainModules, 'test_gives_owner'] },
    finds: [['member-is-member', /becomes moderator/]],
  },
  {
    name: 'another command key',
    changes: { global: `${reports}\nhomeroom_command_key = "${other}"` },
    finds: [['prosody', /does not take the command key/]],
  },
];

async function openHttps(): Promise<Changes> {
  const { folder } = patient.host.prosody;
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const whom = ['-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost'];
  await promisify(execFile)('openssl', [...made, ...whom]);
  const ssl = `ssl = { key = "${key}"; certificate = "${cert}" }`;
  return { global: `${reports}\nhttps_ports = { ${await freePort()} }\n${ssl}\nhttps_${ssl}` };
}

describe('it finds', () => {
  it.each(broken)('$name', async ({ changes, finds }) => {
    await restartWith(typeof changes === 'function' ? await changes() : changes);
    const examined = await patient.examine();
    for (const [check, saw] of finds) {
      expect(examined.failed).toContain(check);
      expect(examined.of(check).saw).toMatch(saw);
    }
    expect(examined.code).toBe(2);
  });
});

it('finds a sign-in of Jitsi’s that takes somebody without a pass', async () => {
  await restartWith({ virtualHost: 'allow_empty_token = true' });
  const { warned, failed, code } = await patient.examine();
  expect({ warned, failed, code }).toEqual({ warned: ['empty-token'], failed: [], code: 1 });
});

it('finds that jicofo is away, and calls nothing proven that needs it', async () => {
  await restartWith({});
  await patient.host.prosody.kill();
  await patient.host.prosody.start();
  const { failed, of } = await patient.examine();
  expect(failed).toEqual(expect.arrayContaining(['focus-there', 'prosody']));
  expect(of('promotes-nobody').level).toBe('warn');
  expect(of('ends-after-owner').level).not.toBe('pass');
}, 90_000);

describe('after an upgrade that Prosody was not restarted for', () => {
  let plugins: string;
  beforeAll(async () => {
    plugins = await mkdtemp(join(tmpdir(), 'homeroom-plugins-'));
    const paths = pluginPaths().map((path, index) => ({ path, copy: join(plugins, `${index}`) }));
    for (const { path, copy } of paths) await cp(path, copy, { recursive: true });
    await restartWith({ plugins: paths.map(({ copy }) => copy) });
  });
  afterEach(() => patient.host.restartProsody());
  afterAll(() => rm(plugins, { recursive: true, force: true }));

  it('finds that the old mod_homeroom runs', async () => {
    await appendFile(join(plugins, '0', 'homeroom', 'grace.lib.lua'), '\n-- newer\n');
    const { failed, of } = await patient.examine();
    expect(failed).toEqual(['module-current']);
    expect(of('module-current').saw).toMatch(/runs another mod_homeroom/);
  });

  it('finds that Prosody has one that is not of this Homeroom', async () => {
    const { failed, of } = await patient.examine();
    expect(failed).toEqual(['module-current']);
    expect(of('module-current').saw).toMatch(/not the one of this Homeroom/);
  });

  it('finds that old plugins of Jitsi’s run', async () => {
    // Of the stand-ins and of Jitsi's own.
    await appendFile(join(plugins, '1', 'mod_token_verification.lua'), '\n-- newer\n');
    const { failed, of } = await patient.examine();
    expect(failed).toContain('plugins-current');
    expect(of('plugins-current').saw).toContain('mod_token_verification.lua');
  });
});
