/** The machine that other tests stand on. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cache } from './finished-root.ts';
import { bootSystem, type Layer, type System, testRelease } from './system.ts';

const note: Layer = {
  name: 'note',
  madeOf: ['a note', String(process.pid)],
  prepare: async (system) => {
    mkdirSync(system.path('/srv/note'));
    await system.run('systemctl', 'disable', '--now', 'prosody');
  },
};

let system: System;
beforeAll(async () => {
  system = await bootSystem({ release: testRelease, layers: [note] });
});
afterAll(() => system.stop());

it('is booted, and has a network of its own with two addresses', async () => {
  expect(await system.run('systemctl', 'is-active', 'nginx')).toBe('active\n');
  expect(await system.run('hostname')).toBe('school\n');
  const addresses = await system.run('ip', '-brief', 'address');
  expect(addresses).toContain('192.0.2.10');
  expect(addresses.trim().split('\n')).toHaveLength(1);
});

it('begins with what its layer has prepared', async () => {
  expect(existsSync(system.path('/srv/note'))).toBe(true);
  expect((await system.attempt(['systemctl', 'is-active', 'prosody'])).output).toBe('inactive\n');
});

it('is reached through a port of this machine, and reaches nobody itself', async () => {
  const { port } = await system.forward(80);
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toContain('Welcome to nginx');
  expect(await system.run('ip', 'route')).toBe('');
});

it('is gone when it is stopped, and leaves what is kept as it was', async () => {
  const other = await bootSystem({ release: testRelease, layers: [note] });
  const at = other.path('/');
  writeFileSync(other.path('/srv/note/only-here'), '');
  await other.stop();
  expect(existsSync(at)).toBe(false);
  expect(existsSync(system.path('/srv/note/only-here'))).toBe(false);
});

afterAll(() => {
  for (const folder of layersNamed('note')) rmSync(folder, { recursive: true });
});

const layersNamed = (name: string): string[] =>
  readdirSync(cache)
    .filter((folder) => folder.includes(`-${name}-`))
    .map((folder) => join(cache, folder));
