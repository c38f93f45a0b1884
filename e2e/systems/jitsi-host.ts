/**
 * A Jitsi on a booted Debian: the files that its packages leave behind, the tests' stand-ins for its
 * plugins and its jicofo, and Homeroom's package beside it, not yet installed into it.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  domain,
  domainFile,
  type Layout,
  makeHost,
  type TestHost,
} from '../../server/install/testing/host.ts';
import type { ClientOptions } from '../outside/prosody/client.ts';
import { type Focus, startFocus } from '../outside/prosody/focus.ts';
import { bootSystem, type System, testRelease } from './system.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const plugins = join(root, 'e2e/outside/prosody/plugins');
const focusPassword = 'password-of-focus';

export type JitsiHost = {
  system: System;
  files: TestHost;
  /** What somebody connects with, from this machine. */
  client: ClientOptions;
  /** What a client or a browser reaches over TLS, from this machine. */
  fetch(path: string): Promise<{ status: number; text: string }>;
  /** Waits for Prosody to take jicofo in. */
  bringFocus(): Promise<Focus>;
  stop(): Promise<void>;
};

let built: string | undefined;

/** As `npm run release` makes it. @returns its path */
function homeroomPackage(): string {
  if (built !== undefined) return built;
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-package-'));
  const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64';
  const words = [`--arch=${architecture}`, '--quick', `--out=${folder}`];
  execFileSync('npm', ['run', '--silent', 'release', '--', ...words], {
    cwd: root,
    env: { ...process.env, SOURCE_DATE_EPOCH: '1795000000' },
  });
  const name = readdirSync(folder).find((one) => one.endsWith('.deb'));
  if (name === undefined) throw new Error('the release has no package');
  built = join(folder, name);
  return built;
}

export function removePackage(): void {
  if (built !== undefined) rmSync(join(built, '..'), { recursive: true });
  built = undefined;
}

export async function bootJitsi(layout: Layout): Promise<JitsiHost> {
  const system = await bootSystem({ release: testRelease });
  try {
    return await laidOn(system, layout);
  } catch (error) {
    await system.stop();
    throw error;
  }
}

async function laidOn(system: System, layout: Layout): Promise<JitsiHost> {
  const files = makeHost(layout, { folder: system.path('/'), hasPackages: true });
  // jicofo speaks to its host in plain XMPP; its stand-in by WebSocket.
  const text = files.read(domainFile);
  files.write(domainFile, text.replace('"limits_exception";', '"limits_exception"; "websocket";'));
  layParts(system);
  await system.run('rm', '-f', '/etc/nginx/sites-enabled/default');
  await system.run('systemctl', 'daemon-reload');
  await system.run('systemctl', 'start', 'jicofo');
  await system.run('prosodyctl', 'register', 'focus', `auth.${domain}`, focusPassword);
  await system.run('systemctl', 'restart', 'prosody', 'nginx');
  copyFileSync(homeroomPackage(), system.path('/root/homeroom.deb'));
  await system.run('apt-get', 'install', '-y', '/root/homeroom.deb');
  const [xmpp, web] = [await system.forward(5280), await system.forward(443)];
  const client: ClientOptions = {
    url: `ws://127.0.0.1:${xmpp.port}/xmpp-websocket`,
    domain,
    mucHost: `conference.${domain}`,
    focusHost: `focus.${domain}`,
  };
  return {
    system,
    files,
    client,
    fetch: (path) => askOver(web.port, path),
    bringFocus: () => untilFocus(client),
    stop: () => system.stop(),
  };
}

/** A certificate, Jitsi's pages, plugins, and a service that has jicofo's name. */
function layParts(system: System): void {
  const meet = system.path('/etc/jitsi/meet');
  const names = ['-keyout', join(meet, `${domain}.key`), '-out', join(meet, `${domain}.crt`)];
  const kind = ['-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  execFileSync('openssl', ['req', ...kind, '-days', '2', '-subj', `/CN=${domain}`, ...names], {
    stdio: 'ignore',
  });
  const web = system.path('/usr/share/jitsi-meet');
  mkdirSync(join(web, 'libs'), { recursive: true });
  writeFileSync(join(web, 'index.html'), '<title>Jitsi Meet</title>');
  cpSync(plugins, join(web, 'prosody-plugins'), { recursive: true });
  chmodSync(join(web, 'prosody-plugins'), 0o755);
  const unit = '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n';
  writeFileSync(system.path('/etc/systemd/system/jicofo.service'), unit);
  // Where apt has laid nothing, the tests' own link would stand in the way.
  mkdirSync(system.path('/etc/prosody/certs'), { recursive: true });
}

async function askOver(port: number, path: string): Promise<{ status: number; text: string }> {
  const { request } = await import('node:https');
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path,
        headers: { host: domain },
        servername: domain,
        rejectUnauthorized: false,
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (more: string) => (text += more));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

async function untilFocus(client: ClientOptions): Promise<Focus> {
  const account = { jid: `focus@auth.${domain}`, password: focusPassword };
  const giveUpAt = Date.now() + 90_000;
  for (;;) {
    try {
      return await startFocus(client, account);
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await pause(200);
    }
  }
}

export const readInside = (system: System, path: string): string =>
  readFileSync(system.path(path), 'utf8');
