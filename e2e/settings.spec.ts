/** Starting with bad settings: one message that names all that is wrong. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { built, environment, freePort, runHomeroom, type Settings } from './homeroom.ts';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeroom-settings-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

function start(settings: Settings, command = 'serve') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [built, command], {
    cwd: folder,
    env: environment({ HOMEROOM_DATA: join(folder, 'data'), ...settings }),
    encoding: 'utf8',
    timeout: 15_000,
  });
  return { status, said: stdout + stderr };
}

/** EX_CONFIG of sysexits.h: systemd does not start it again. */
const badSettings = 78;

test('An administrator reads of every wrong setting at once', () => {
  const { status, said } = start({
    HOMEROOM_PORT: 'eighty',
    HOMEROOM_SESSION_IDLE: 'long',
    HOMEROOM_CLAS_PATTERN: '^class-(.+)$',
    HOMEROOM_JITSI_APP_SECRET: 'far too short',
  });
  expect(status).toBe(badSettings);
  for (const name of [
    'HOMEROOM_PORT',
    'eighty',
    'HOMEROOM_SESSION_IDLE',
    'HOMEROOM_CLAS_PATTERN',
    'HOMEROOM_CLASS_PATTERN',
    'HOMEROOM_JITSI_APP_SECRET',
  ]) {
    expect(said).toContain(name);
  }
  // A secret is never repeated, not even a bad one.
  expect(said).not.toContain('far too short');
});

test('A public address without a directory and a Jitsi is no demo', () => {
  const { status, said } = start({ HOMEROOM_URL: 'https://school.example' });
  expect(status).toBe(badSettings);
  expect(said).toContain('HOMEROOM_JITSI_URL');
  expect(said).not.toContain('ada');
});

test('A port that is taken is named', async () => {
  const port = await freePort();
  const squatter = createServer().listen(port, '127.0.0.1');
  await once(squatter, 'listening');
  const { status, said } = start({ HOMEROOM_PORT: String(port) });
  squatter.close();
  expect(status).toBe(1);
  expect(said).toContain(String(port));
  expect(said).not.toContain('    at ');
});

test('A data folder that cannot be one is named', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  await chmod(file, 0o400);
  const { status, said } = start({ HOMEROOM_DATA: file, HOMEROOM_PORT: String(await freePort()) });
  expect(status).toBe(1);
  expect(said).toContain(file);
  expect(said).not.toContain('    at ');
});

test('Two of them do not share a data folder', async () => {
  const data = join(folder, 'shared');
  const first = await runHomeroom({ HOMEROOM_DATA: data });
  const { status, said } = start({ HOMEROOM_DATA: data, HOMEROOM_PORT: String(await freePort()) });
  expect(status).toBe(1);
  expect(said).toContain('no other Homeroom is using');
  // However the first one ends, the folder is free.
  await first.kill();
  await first.start();
  await first.remove();
});

test('Asked for help, it helps', () => {
  const { status, said } = start({}, '--help');
  expect(status).toBe(0);
  expect(said).toContain('homeroom people help');
});
