/** The real program, with settings that are not in order: what an administrator reads at 22:00. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, 'main.ts');
/** By which the unit knows that another start would fail too. */
const settingsAtFault = 78;

let folder: string;
const at = (name: string) => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homeroom-main-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const school = `HOMEROOM_URL=https://school.example
HOMEROOM_PORT=0
HOMEROOM_JITSI_URL=https://meet.school.example
HOMEROOM_JITSI_APP_SECRET=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
HOMEROOM_UNSAFE_NO_MODULE=1
`;

/** Runs it with an env file until it gives up. */
function start(envFile: string, args: readonly string[] = []) {
  writeFileSync(at('homeroom.env'), envFile);
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

/** Of a message, what is wrong with each setting. */
const settingsOf = (message: string): string[] =>
  message.split('\n').flatMap((line) => /^ {2}(\S.*)$/.exec(line)?.[1] ?? []);

describe('the program', () => {
  it('names everything that is wrong at once, with file and line', () => {
    const { status, stderr } = start(`${school}HOMEROOM_PEOPLE_FILE=people.json
HOMEROOM_ACCENT=#zzz
HOMEROOM_DATA=/proc/x
HOMEROOM_MARK_FILE=/nowhere.svg
HOMEROOM_PASS_KEYS=/proc/keys
HOMEROOM_PEOPLE_FIEL=x
`);
    expect(status).toBe(settingsAtFault);
    expect(settingsOf(stderr)).toEqual([
      'HOMEROOM_PROSODY_URL',
      'HOMEROOM_ACCENT  (homeroom.env, line 7)',
      'HOMEROOM_PEOPLE_FIEL  (homeroom.env, line 11)',
      'HOMEROOM_DATA  (homeroom.env, line 8)',
      'HOMEROOM_MARK_FILE  (homeroom.env, line 9)',
      'HOMEROOM_PASS_KEYS  (homeroom.env, line 10)',
    ]);
    expect(stderr).not.toMatch(/\bE[A-Z]{5,}\b|at .*\.ts/);
  });

  it.each([
    ['HOMEROOM_LDAP_URL ldaps://ldap.school.example\n', 'homeroom.env, line 1'],
    ['HOMEROOM_SCHOOL="Our school\n', 'homeroom.env, line 1'],
    ['\nHOMEROOM_SCHOOL="Our school" # the name\n', 'homeroom.env, line 2'],
    ['HOMEROOM_LDAP_PEOPLE_BASE=ou=people\n', 'HOMEROOM_LDAP_URL'],
    [
      'HOMEROM_JITSI_URL=https://meet.school.example\n',
      'HOMEROM_JITSI_URL  (homeroom.env, line 1)',
    ],
  ])('never falls into demo mode by a slip: %j', (text, setting) => {
    const { status, stdout, stderr } = start(`${text}HOMEROOM_PORT=0\n`);
    expect(status).toBe(settingsAtFault);
    expect(stdout).toBe('');
    expect(settingsOf(stderr)).toEqual([setting]);
  });

  it('is no demo where it must not be one', () => {
    const { status, stdout, stderr } = start('HOMEROOM_DEMO=no\nHOMEROOM_PORT=0\n');
    expect(status).toBe(settingsAtFault);
    expect(stdout).toBe('');
    expect(settingsOf(stderr)).toEqual([
      'HOMEROOM_URL',
      'HOMEROOM_JITSI_URL',
      'HOMEROOM_PEOPLE_FILE',
    ]);
  });

  it('takes only a yes or a no for whether it may be a demo', () => {
    const { stderr } = start('HOMEROOM_DEMO=false\nHOMEROOM_PORT=0\n');
    expect(settingsOf(stderr)).toEqual(['HOMEROOM_DEMO  (homeroom.env, line 1)']);
  });

  it('says its version, whatever its settings are', () => {
    const { status, stdout } = start('HOMEROOM_URL\n', ['--version']);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'homeroom development\n' });
  });

  it('makes nothing while lines are lost', () => {
    start('HOMEROOM_DATA /var/lib/homeroom\n');
    expect(existsSync(at('homeroom-data'))).toBe(false);
  });

  it.each([
    [0o644, 'not a people file', 'HOMEROOM_PEOPLE_FILE  (homeroom.env, line 6)'],
    [0o644, '{"version":1,"people":[]}', 'HOMEROOM_PEOPLE_FILE  (homeroom.env, line 6)'],
  ])('refuses a people file of mode %o that holds %s', (mode, text, setting) => {
    writeFileSync(at('people.json'), text);
    chmodSync(at('people.json'), mode);
    const { stderr } = start(`${school}HOMEROOM_PEOPLE_FILE=people.json\n`);
    expect(settingsOf(stderr)).toEqual([setting]);
    expect(stderr).toMatch(/not understood|open to everybody .* chmod 600/s);
  });

  it.each([
    ['on loopback', '127.0.0.1', ''],
    ['where another address is named for it', '127.0.0.2', 'HOMEROOM_INTERNAL_HOST=127.0.0.2\n'],
  ])('says that the internal port is taken, %s', async (_, host, setting) => {
    const other = createServer();
    other.listen(0, host);
    await once(other, 'listening');
    const address = other.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    const keys = ['COMMAND', 'EVENT'].map(
      (name) => `HOMEROOM_${name}_KEY=${name.padEnd(32, 'x')}\n`,
    );
    const { status, stderr } = start(`${school}HOMEROOM_PEOPLE_FILE=people.json
HOMEROOM_PROSODY_URL=http://127.0.0.1:5280
HOMEROOM_INTERNAL_PORT=${port}
${setting}${keys.join('')}`);
    other.close();
    // It may be free in a moment.
    expect(status).toBe(1);
    expect(settingsOf(stderr)).toEqual(['HOMEROOM_INTERNAL_PORT  (homeroom.env, line 8)']);
    expect(stderr).toContain('is taken by another program');
  });

  it.each([['people', 'list'], ['keys', 'list'], ['serve']])(
    'reads one file for every command: %s %s',
    (...args) => {
      const { status, stderr } = start('HOMEROOM_PEOPLE_FILE people.json\n', args);
      expect(status).toBe(settingsAtFault);
      expect(settingsOf(stderr)).toEqual(['homeroom.env, line 1']);
    },
  );

  it('outlives whoever reads what it prints', async () => {
    const lines = Array.from({ length: 3_000 }, (_, n) => `pupil${n},Pupil number ${n}`);
    writeFileSync(at('school.csv'), `login,name\n${lines.join('\n')}\n`);
    const child = spawn(process.execPath, [main, 'people', 'import', at('school.csv')], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOMEROOM_PEOPLE_FILE: at('people.json') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    const err = text(child.stderr);
    const [code] = await once(child, 'exit');
    expect({ code, err: await err }).toEqual({ code: 0, err: '' });
    expect(existsSync(at('people.json'))).toBe(true);
  }, 120_000);

  it('opens no database while it is in doubt which', () => {
    const { status, stderr } = start('HOMEROOM_DATA=data\nHOMEROOM_JITSI_URL=meet\n', [
      'people',
      'forget',
      '--id',
      'x',
    ]);
    expect(status).toBe(settingsAtFault);
    expect(settingsOf(stderr)[0]).toBe('HOMEROOM_JITSI_URL');
    expect(existsSync(at('data'))).toBe(false);
  });
});
