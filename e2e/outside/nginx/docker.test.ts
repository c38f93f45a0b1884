/** Homeroom's files for docker-jitsi-meet, in the folders that its containers read. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;
const at = (...path: string[]) => join(folder, ...path);
const read = (...path: string[]) => readFileSync(at(...path), 'utf8');

const prepare = (...args: string[]) =>
  spawnSync(join(import.meta.dirname, '../../../deploy/docker/prepare'), args, {
    encoding: 'utf8',
  });
const prepareHere = () => prepare(folder, 'https://meet.school.test');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homeroom-docker-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('keeps the keys when it is run again, and what stood in custom-config.js', () => {
  mkdirSync(at('web'));
  writeFileSync(at('web', 'custom-config.js'), 'config.resolution = 480;\n');
  expect(prepareHere().status).toBe(0);
  const [key, custom] = [
    read('prosody', 'config', 'homeroom', 'command.key'),
    read('web', 'custom-config.js'),
  ];
  expect(prepareHere().status).toBe(0);
  expect(read('prosody', 'config', 'homeroom', 'command.key')).toBe(key);
  expect(read('prosody', 'config', 'homeroom', 'event.key')).not.toBe(key);
  expect(read('web', 'custom-config.js')).toBe(custom);
  expect(custom).toMatch(/^config\.resolution = 480;\n.*Homeroom begins/);
  expect(custom).toContain("const homeroom = 'https://meet.school.test';");
});

it('lets only the owner read the keys', () => {
  prepareHere();
  const mode = statSync(at('prosody', 'config', 'homeroom', 'command.key')).mode & 0o777;
  expect(mode.toString(8)).toBe('600');
});

it('says what is missing, and makes nothing', () => {
  const { status, stderr } = prepare(folder);
  expect(status).not.toBe(0);
  expect(stderr).toContain('PUBLIC_URL is missing');
  expect(() => statSync(at('prosody'))).toThrow('ENOENT');
});

/** As docker-jitsi-meet lays it out: sites by name, and ours within a server of Jitsi's. */
const nginxConf = (config: string) => `
pid ${config}/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  resolver 127.0.0.1;
  include ${config}/nginx/site-confs/*;
}
`;

it('nginx takes the files where the containers have them, and reaches nobody on loopback', () => {
  prepareHere();
  const config = at('web');
  writeFileSync(
    at('web', 'nginx', 'site-confs', 'default'),
    `server { listen unix:${at('nginx.sock')}; include ${config}/nginx-custom/*.conf; }`,
  );
  writeFileSync(at('web', 'nginx', 'nginx.conf'), nginxConf(config));
  const site = read('web', 'nginx-custom', 'homeroom.conf');
  expect(site).not.toMatch(/127\.0\.0\.1|Host \$host/);
  writeFileSync(
    at('web', 'nginx-custom', 'homeroom.conf'),
    site.replaceAll('/run/web/config', config).replace(/^(access|error)_log .*$/gm, ''),
  );
  const { status, stderr } = spawnSync('nginx', ['-t', '-c', at('web', 'nginx', 'nginx.conf')], {
    encoding: 'utf8',
  });
  expect(stderr).toContain('test is successful');
  expect(status).toBe(0);
});
