import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { bringPrograms, makeHost, type TestHost } from './testing/host.ts';
import { content, installOn, uninstallOn } from './testing/install-on.ts';
import type { System } from './system.ts';

let host: TestHost;
afterEach(() => host.remove());

const is = (path: string): boolean => existsSync(join(host.folder, path));

async function installed(): Promise<void> {
  host = makeHost('july-2026');
  bringPrograms(host);
  await installOn(host);
  host.write('/var/lib/homeroom/data/homeroom.sqlite', 'rooms');
}

describe('taking Homeroom out', () => {
  it('keeps rooms, keys and settings, so that it can come back with the same passes', async () => {
    await installed();
    const key = host.read('/etc/prosody/homeroom/app.secret');
    const env = host.read('/etc/homeroom/homeroom.env');
    expect(await uninstallOn(host)).toMatchObject({ code: 0, err: '' });
    expect(host.read('/var/lib/homeroom/data/homeroom.sqlite')).toBe('rooms');
    expect(is('/var/lib/homeroom/install/plan.json')).toBe(false);
    await installOn(host, ['--yes']);
    expect(host.read('/etc/prosody/homeroom/app.secret')).toBe(key);
    expect(host.read('/etc/homeroom/homeroom.env')).toBe(env);
  });

  it('deletes them when told to', async () => {
    await installed();
    await uninstallOn(host, ['--yes', '--delete-data']);
    expect([is('/var/lib/homeroom'), is('/etc/homeroom')]).toEqual([false, false]);
  });

  it('changes nothing before yes was typed', async () => {
    await installed();
    const before = host.everything('/');
    expect((await uninstallOn(host, [], { typed: 'no\n' })).code).toBe(1);
    expect(host.everything('/')).toEqual(before);
  });

  it('of a Jitsi where it is not says so', async () => {
    host = makeHost('july-2026');
    bringPrograms(host);
    const said = await uninstallOn(host);
    expect(said).toMatchObject({ code: 0, out: expect.stringContaining('Nothing was changed') });
  });

  it('stops when a copy of what was there has been changed', async () => {
    await installed();
    const { readdirSync } = await import('node:fs');
    const copies = '/var/lib/homeroom/install/copies';
    const [date = ''] = readdirSync(join(host.folder, copies));
    host.write(`${copies}/${date}/etc/jitsi/jicofo/jicofo.conf`, 'x', 0o600);
    const before = host.everything('/etc');
    await expect(uninstallOn(host)).rejects.toThrow('was changed');
    expect(host.everything('/etc')).toEqual(before);
  });
});

describe('only root', () => {
  it.each([installOn, uninstallOn])('may: %s', async (command) => {
    host = makeHost('july-2026');
    const said = await command(host, ['--root', '/', '--yes'], {
      user: { uid: 1_000, gid: 1_000 },
    });
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining('run it as root') });
  });
});

describe('Prosody that runs older modules than are on disk', () => {
  const booted = (startedAt: number, told: string[]): System => ({
    ...content,
    isBooted: true,
    run: (program, ...args) => {
      if (args[0] === 'show') return { status: 0, output: `@${Math.trunc(startedAt / 1_000)}\n` };
      if (program === 'systemctl') told.push(args.join(' '));
      return { status: 0, output: '' };
    },
  });

  it('is restarted, after a question', async () => {
    await installed();
    const told: string[] = [];
    const system = booted(Date.now() - 3_600_000, told);
    const asked = await installOn(host, [], { system, typed: 'no\n' });
    expect(asked).toMatchObject({
      code: 1,
      out: expect.stringContaining('modules that have been replaced'),
    });
    expect(told).toEqual([]);
    expect((await installOn(host, ['--yes'], { system })).code).toBe(0);
    expect(told).toEqual(['restart prosody', 'restart jicofo']);
  });

  it('and what Homeroom lacks then is said, but for a list of people that is yet to be made', async () => {
    await installed();
    const system = booted(Date.now() - 3_600_000, []);
    const directory = { name: 'directory', detail: 'people.json is not there' };
    const jicofo = { name: 'meeting-server', detail: 'jicofo is not connected' };
    const said = await installOn(host, ['--yes'], { system, untilReady: async () => [directory] });
    expect(said).toMatchObject({ code: 0, out: expect.stringContaining('homeroom people import') });
    const lacking = { system, untilReady: async () => [directory, jicofo] };
    expect(await installOn(host, ['--yes'], lacking)).toMatchObject({
      code: 1,
      err: expect.stringContaining('* jicofo is not connected'),
    });
  });

  it('is left alone when it started later', async () => {
    await installed();
    const told: string[] = [];
    const said = await installOn(host, ['--yes'], { system: booted(Date.now() + 60_000, told) });
    expect(said.out).toContain('nothing has to be changed');
    expect(told).toEqual([]);
  });
});
