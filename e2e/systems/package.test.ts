/**
 * The package's life on a Debian with an nginx and a Prosody of its own: installed by apt, started
 * by systemd, upgraded, removed, purged. One machine from top to bottom: each test begins where
 * the one before has ended.
 */
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrationNames } from '../../server/store/database.ts';
import { up as firstTables } from '../../server/store/migrations/0001-base.ts';
import { sqliteDialect } from '../../server/store/sqlite-dialect.ts';
import { buildPackage, type BuiltPackage, olderPackage } from './built-package.ts';
import { signInOnce } from './sign-in.ts';
import { bootSystem, type System, testRelease } from './system.ts';

let built: BuiltPackage;
let system: System;

beforeAll(async () => {
  built = buildPackage();
  system = await bootSystem({ release: testRelease });
  copyFileSync(olderPackage(built), system.path('/root/older.deb'));
  copyFileSync(built.deb, system.path('/root/newer.deb'));
});
afterAll(async () => {
  await system.stop();
  built.remove();
});

const apt = (...words: string[]) => system.run('apt-get', '--yes', '--allow-downgrades', ...words);

const property = async (name: string): Promise<string> =>
  (await system.run('systemctl', 'show', '--value', '--property', name, 'homeroom')).trim();

const isActive = async (): Promise<string> =>
  (await system.attempt(['systemctl', 'is-active', 'homeroom'])).output.trim();

const journal = () => system.run('journalctl', '--unit=homeroom', '--output=cat', '--no-pager');

/** Of every file below, but for what is Homeroom's: the system's own must stay as it is. */
function sumsOf(folder: string): Map<string, string> {
  const found = readdirSync(system.path(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    found.map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

const stat = async (path: string): Promise<string> =>
  (await system.run('stat', '--format=%U:%G %a', path)).trim();

const modules = '/usr/lib/homeroom/deploy/prosody';
const marker = '/var/lib/homeroom/install/plan.json';

const settings = `HOMEROOM_URL=https://homeroom.example.org
HOMEROOM_TRUSTED_PROXIES=127.0.0.1
HOMEROOM_SCHOOL=Example School
HOMEROOM_CONTACT=the office
HOMEROOM_JITSI_URL=https://meet.school.example
HOMEROOM_JITSI_APP_SECRET=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
HOMEROOM_UNSAFE_NO_MODULE=1
HOMEROOM_PEOPLE_FILE=/var/lib/homeroom/data/people.json
`;

describe('installed', () => {
  let before: { prosody: Map<string, string>; nginx: Map<string, string>; processes: string };
  const processes = () =>
    system.run(
      'systemctl',
      'show',
      '--property=MainPID,ExecMainStartTimestamp',
      'prosody',
      'nginx',
    );

  beforeAll(async () => {
    before = {
      prosody: sumsOf('/etc/prosody'),
      nginx: sumsOf('/etc/nginx'),
      processes: await processes(),
    };
    await apt('install', '/root/older.deb');
  });

  it('it starts nothing, and changes nothing of anybody else', async () => {
    expect(await isActive()).toBe('inactive');
    const enabled = await system.attempt(['systemctl', 'is-enabled', 'homeroom']);
    expect(enabled.output.trim()).toBe('disabled');
    expect(sumsOf('/etc/prosody')).toEqual(before.prosody);
    expect(sumsOf('/etc/nginx')).toEqual(before.nginx);
    expect(await processes()).toBe(before.processes);
  });

  it('it has a user, and keeps from others what is not theirs', async () => {
    expect(await system.run('getent', 'passwd', 'homeroom')).toMatch(/:\/usr\/sbin\/nologin$/m);
    expect(await stat('/etc/homeroom')).toBe('root:homeroom 750');
    expect(await stat('/etc/homeroom/homeroom.env')).toBe('root:homeroom 640');
    expect(await stat('/var/lib/homeroom')).toBe('root:root 755');
    expect(await stat('/var/lib/homeroom/data')).toBe('homeroom:homeroom 700');
  });

  it('it says its version', async () => {
    expect(await system.run('homeroom', '--version')).toBe(`homeroom ${built.version}\n`);
  });

  it('it refuses to be a demo, in words, and once', async () => {
    const started = await system.attempt(['systemctl', 'start', 'homeroom']);
    expect(started.status).not.toBe(0);
    expect(await isActive()).toBe('failed');
    expect(await property('ExecMainStatus')).toBe('78');
    expect(await property('NRestarts')).toBe('0');
    const said = await journal();
    expect(said).toContain('HOMEROOM_JITSI_URL');
    expect(said).not.toContain('Demo mode');
  });
});

describe('with settings', () => {
  beforeAll(async () => {
    writeFileSync(system.path('/etc/homeroom/homeroom.env'), settings);
    const add = ['people', 'add', 'anna', '--name', 'Anna Adler', '--group', 'teachers'];
    await system.attempt(['homeroom', ...add], 'correct horse\n');
    await system.run('systemctl', 'start', 'homeroom');
  });

  it('what root wrote by its commands is the server’s to read', async () => {
    expect(await stat('/var/lib/homeroom/data/people.json')).toBe('homeroom:homeroom 600');
    expect(await system.run('homeroom', 'people', 'list')).toContain('Anna Adler');
  });

  it('it serves when the start has returned', async () => {
    expect(await property('StatusText')).toBe('Serving.');
    const { port } = await system.forward(8080);
    const answer = await fetch(`http://127.0.0.1:${port}/homeroom/healthz`);
    expect(await answer.json()).toEqual({ alive: true });
  });

  it('it is shut in', async () => {
    const said = await system.attempt([
      'systemd-analyze',
      'security',
      '--threshold=15',
      'homeroom',
    ]);
    expect(said.output).toMatch(/Overall exposure level for homeroom.service: 1\.[0-5] OK/);
    expect(said.status).toBe(0);
    expect(await property('LimitNOFILE')).toBe('65536');
  });

  it('a person signs in, and makes a room', async () => {
    await signInOnce(system, { login: 'anna', password: 'correct horse' }, 'Mathematics');
    expect(roomsThere()).toEqual(['Mathematics']);
  });

  it('it is backed up by root while it runs, and brought back as the server’s own', async () => {
    await system.run('homeroom', 'backup', '/root/homeroom.backup');
    expect(await stat('/root/homeroom.backup')).toBe('root:root 600');
    const running = await system.attempt(['homeroom', 'restore', '/root/homeroom.backup', '--yes']);
    expect(running.output).toContain('systemctl stop homeroom');
    await system.run('systemctl', 'stop', 'homeroom');
    await system.run('rm', '-r', '/var/lib/homeroom/data');
    await system.run('systemd-tmpfiles', '--create', 'homeroom.conf');
    await system.run('homeroom', 'restore', '/root/homeroom.backup', '--yes');
    const others = ['-not', '-user', 'homeroom', '-o', '-type', 'f', '-perm', '/077'];
    expect(await system.run('find', '/var/lib/homeroom/data', ...others)).toBe('');
    await system.run('systemctl', 'start', 'homeroom');
    expect(roomsThere()).toEqual(['Mathematics']);
  });

  it('root is led nowhere by a link that the server has laid', async () => {
    await system.run('sh', '-c', 'echo secret > /root/secret && chmod 600 /root/secret');
    const link = '/var/lib/homeroom/data/keys/stolen';
    await system.run('runuser', '-u', 'homeroom', '--', 'ln', '-s', '/root/secret', link);
    const { status } = await system.attempt(['homeroom', 'backup', '/root/led.backup']);
    expect(status).not.toBe(0);
    expect(existsSync(system.path('/root/led.backup'))).toBe(false);
    await system.run('rm', link);
  });

  it('it gives signs of life, and is started anew when it hangs', async () => {
    await system.run(
      'sh',
      '-c',
      'mkdir -p /run/systemd/system/homeroom.service.d && ' +
        "printf '[Service]\\nWatchdogSec=2\\nTimeoutAbortSec=1\\n' > /run/systemd/system/homeroom.service.d/test.conf",
    );
    await system.run('systemctl', 'daemon-reload');
    await system.run('systemctl', 'restart', 'homeroom');
    const first = await property('WatchdogTimestampMonotonic');
    await expect.poll(() => property('WatchdogTimestampMonotonic')).not.toBe(first);
    expect(await property('NRestarts')).toBe('0');

    await system.run('sh', '-c', `kill -STOP ${await property('MainPID')}`);
    await expect.poll(() => property('NRestarts')).toBe('1');
    await expect.poll(isActive).toBe('active');
    expect(await journal()).toContain('Watchdog timeout');
    await system.run('rm', '-r', '/run/systemd/system/homeroom.service.d');
    await system.run('systemctl', 'daemon-reload');
    await system.run('systemctl', 'restart', 'homeroom');
  });
});

const database = '/var/lib/homeroom/data/homeroom.sqlite';

function roomsThere(): unknown[] {
  const db = new DatabaseSync(system.path(database), { readOnly: true });
  try {
    return db
      .prepare('select name from room')
      .all()
      .map((row) => row['name']);
  } finally {
    db.close();
  }
}

/** As the first version had left it, with one room. */
async function layFirstDatabase(): Promise<void> {
  await system.run('sh', '-c', `rm ${database}*`);
  const db = new Kysely({ dialect: sqliteDialect(system.path(database)) });
  const provider = { getMigrations: () => Promise.resolve({ '0001-base': { up: firstTables } }) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  expect(error).toBeUndefined();
  await sql`insert into room (id, slug, name, "createdAt", "isClosedToVisitors", "isArchived", settings)
    values ('r1', 'mathematics-1', 'Mathematics', 1, 0, 0, '{}')`.execute(db);
  await db.destroy();
  await system.run('sh', '-c', `chown homeroom: ${database}*`);
}

function migrationsThere(): unknown[] {
  const db = new DatabaseSync(system.path(database), { readOnly: true });
  try {
    return db
      .prepare('select name from kysely_migration order by name')
      .all()
      .map((row) => row['name']);
  } finally {
    db.close();
  }
}

const starts = async (): Promise<number> =>
  (await journal()).split('\n').filter((line) => line.startsWith('Started ')).length;

/** Looks every millisecond, while something is done, whether a file is missing. */
async function everMissing(path: string, work: () => Promise<unknown>): Promise<boolean> {
  let isMissing = false;
  const looks = setInterval(() => (isMissing ||= !existsSync(path)), 1);
  try {
    await work();
  } finally {
    clearInterval(looks);
  }
  return isMissing;
}

describe('upgraded', () => {
  it('it keeps settings and data, and is restarted once', async () => {
    const [before, process] = [await starts(), await property('MainPID')];
    const output = await apt('install', '/root/newer.deb');
    expect(await isActive()).toBe('active');
    expect(await property('MainPID')).not.toBe(process);
    expect(await starts()).toBe(before + 1);
    expect(readFileSync(system.path('/etc/homeroom/homeroom.env'), 'utf8')).toBe(settings);
    expect(roomsThere()).toEqual(['Mathematics']);
    // Every file is as it was packed, but for the settings.
    const changed = await system.run('dpkg', '--verify', 'homeroom');
    expect(changed).toMatch(/^\S+ c \/etc\/homeroom\/homeroom.env\n$/);
    expect(existsSync(system.path('/usr/share/man/man8/homeroom.8.gz'))).toBe(true);
    // No Jitsi has Homeroom's modules here.
    expect(output).not.toContain('Prosody');
  });

  it('it is not started when it did not run, and brings an older database along when it does', async () => {
    await apt('install', '/root/older.deb');
    await system.run('systemctl', 'stop', 'homeroom');
    await layFirstDatabase();
    await apt('install', '/root/newer.deb');
    expect(await isActive()).toBe('inactive');
    expect(migrationsThere()).toEqual(['0001-base']);
    await system.run('systemctl', 'start', 'homeroom');
    expect(migrationsThere()).toEqual(migrationNames);
    expect(roomsThere()).toEqual(['Mathematics']);
  });

  it('it stays enabled when the administrator has enabled it', async () => {
    const units = ['homeroom.service', 'homeroom-doctor.timer', 'homeroom-doctor.path'];
    await system.run('systemctl', 'enable', '--now', ...units);
    await apt('install', '/root/older.deb');
    expect(await system.run('systemctl', 'is-enabled', ...units)).toBe('enabled\n'.repeat(3));
    expect(await system.run('systemctl', 'is-active', ...units)).toBe('active\n'.repeat(3));
  });

  it('it never takes the modules away from a Prosody that has them, and says that they are new', async () => {
    await system.run('mkdir', '-p', '/var/lib/homeroom/install');
    writeFileSync(system.path(marker), '{}');
    let output = '';
    const wasMissing = await everMissing(system.path(`${modules}/mod_homeroom.lua`), async () => {
      output = await apt('install', '/root/newer.deb');
    });
    expect(wasMissing).toBe(false);
    expect(output).toContain('Prosody goes on with the modules of the earlier version');
    expect(await apt('install', '--reinstall', '/root/newer.deb')).not.toContain('Prosody goes on');
  });

  it('it says so when it does not come back', async () => {
    writeFileSync(system.path('/etc/homeroom/homeroom.env'), `${settings}HOMEROOM_PORT=no\n`);
    expect(await apt('install', '/root/older.deb')).toContain('has not come back');
    writeFileSync(system.path('/etc/homeroom/homeroom.env'), settings);
    await system.run('systemctl', 'start', 'homeroom');
  });
});

describe('removed', () => {
  const state = async () =>
    (
      await system.attempt(['dpkg-query', '-W', '-f=${db:Status-Abbrev}', 'homeroom'])
    ).output.trim();

  it.each(['remove', 'purge'])('it stays while a Jitsi needs it: %s', async (word) => {
    const { status, output } = await system.attempt(['apt-get', '--yes', word, 'homeroom']);
    expect(status).not.toBe(0);
    expect(output).toContain('homeroom uninstall');
    expect(await state()).toMatch(/^[irp]i/);
    expect(await isActive()).toBe('active');
    expect(existsSync(system.path(`${modules}/mod_homeroom.lua`))).toBe(true);
    expect(existsSync(system.path(database))).toBe(true);
  });

  it('it leaves settings and data, and runs no more', async () => {
    await system.run('rm', marker);
    await apt('remove', 'homeroom');
    expect(await isActive()).toBe('inactive');
    const looks = ['systemctl', 'is-active', 'homeroom-doctor.timer', 'homeroom-doctor.path'];
    expect((await system.attempt(looks)).output).toBe('inactive\n'.repeat(2));
    expect(existsSync(system.path('/usr/lib/homeroom'))).toBe(false);
    expect(readFileSync(system.path('/etc/homeroom/homeroom.env'), 'utf8')).toBe(settings);
    expect(roomsThere()).toEqual(['Mathematics']);
  });

  it('it goes on where it was when it comes back', async () => {
    await apt('install', '/root/newer.deb');
    await system.run('systemctl', 'start', 'homeroom');
    expect(await system.run('homeroom', 'people', 'list')).toContain('Anna Adler');
  });

  it('it leaves nothing when it is purged, but its user', async () => {
    await apt('purge', 'homeroom');
    expect(await state()).not.toContain('ii');
    const folders = ['/etc', '/usr', '/var', '/run'];
    expect(await system.run('find', ...folders, '-xdev', '-iname', '*homeroom*')).toBe('');
    expect(await system.run('find', '/', '-xdev', '-user', 'homeroom')).toBe('');
    const units = await system.attempt(['systemctl', 'list-unit-files', 'homeroom*']);
    expect(units.output).toContain('0 unit files');
    expect(await system.run('id', '--name', '--user', 'homeroom')).toBe('homeroom\n');
    expect(await system.run('systemctl', 'is-active', 'prosody', 'nginx')).toBe('active\nactive\n');
  });
});
