/** A Jitsi host as a folder of files, for tests: no program runs in it unless the test puts one there. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { domainText, mainText, moreFiles } from './prosody-layouts.ts';
import { configText, jicofoText, siteText } from './web-layouts.ts';

export const layouts = [
  'july-2026',
  'before-june-2026',
  'secure-domain',
  'tokens',
  'keycloak',
  'jitsi-token',
] as const;
export type Layout = (typeof layouts)[number];

export const domain = 'meet.school.example';
export const domainFile = `/etc/prosody/conf.avail/${domain}.cfg.lua`;
export const siteFile = `/etc/nginx/sites-available/${domain}.conf`;
export const configFile = `/etc/jitsi/meet/${domain}-config.js`;

export type TestHost = {
  folder: string;
  read(path: string): string;
  write(path: string, text: string, mode?: number): void;
  link(path: string, target: string): void;
  /** Of every file, folder and link below: what it is and says, whose, and when it was written. */
  everything(...below: string[]): Record<string, string>;
  remove(): void;
};

export type HostOptions = {
  /** Whose ids the host's users have. */
  ids?: { prosody: number; homeroom: number };
  ports?: { http: number; c2s: number; plain: number; tls: number };
  asRoot?: boolean;
  /** An existing folder, in place of a new one. */
  folder?: string;
  /** On a real Debian: its Prosody and its nginx have brought their own files. */
  hasPackages?: boolean;
};

const usualPorts = { http: 5280, c2s: 5222, plain: 80, tls: 443 };
/** Long ago, so that what is written anew is seen. */
const written = new Date('2026-07-10T08:00:00Z');

export function makeHost(layout: Layout, options: HostOptions = {}): TestHost {
  const host = openHost(options.folder ?? mkdtempSync(join(tmpdir(), 'homeroom-host-')));
  const ports = options.ports ?? usualPorts;
  if (!options.hasPackages) bringDebian(host, options);
  host.write(domainFile, domainText(layout, domain));
  mkdirSync(join(host.folder, 'etc/prosody/conf.d'), { recursive: true });
  host.link(`/etc/prosody/conf.d/${domain}.cfg.lua`, domainFile);
  for (const [name, text] of Object.entries(moreFiles(layout, domain)))
    host.write(`/etc/prosody/conf.d/${name}`, text);
  host.write(siteFile, siteText(layout, domain, { ...ports, prosody: ports.http }));
  mkdirSync(join(host.folder, 'etc/nginx/sites-enabled'), { recursive: true });
  mkdirSync(join(host.folder, 'etc/nginx/conf.d'), { recursive: true });
  host.link(`/etc/nginx/sites-enabled/${domain}.conf`, siteFile);
  host.write(configFile, configText(layout, domain));
  host.write('/etc/jitsi/jicofo/jicofo.conf', jicofoText(layout, domain), 0o640);
  return host;
}

/** The files that Debian's own packages have brought before Jitsi came. */
function bringDebian(host: TestHost, options: HostOptions): void {
  const own = process.getuid?.() ?? 0;
  const ids = options.ids ?? { prosody: own, homeroom: own };
  const gid = process.getgid?.() ?? 0;
  host.write(
    '/etc/passwd',
    `root:x:0:0::/root:/bin/sh\nprosody:x:${ids.prosody}:${options.ids?.prosody ?? gid}::/:/bin/false\nhomeroom:x:${ids.homeroom}:${options.ids?.homeroom ?? gid}::/:/bin/false\n`,
  );
  host.write(
    '/etc/prosody/prosody.cfg.lua',
    mainText(options.ports ?? usualPorts, options.asRoot ?? false),
  );
  host.write('/etc/nginx/nginx.conf', nginxMain);
}

/** What Debian's packages of Prosody and Jitsi bring beside: only names are looked at. */
export function bringPrograms(host: TestHost): void {
  for (const path of ['usr/local/share', 'etc/systemd/system'])
    mkdirSync(join(host.folder, path), { recursive: true });
  host.write('/usr/bin/prosody', '#!/usr/bin/env lua5.4\n');
  host.write('/usr/share/jitsi-meet/prosody-plugins/mod_token_affiliation.lua', '--\n');
  for (const version of ['5.1', '5.2']) {
    host.write(`/usr/share/lua/${version}/basexx.lua`, '--\n');
    host.write(`/usr/share/lua/${version}/inspect.lua`, '--\n');
  }
  for (const name of ['cjson.so', '_openssl.so'])
    host.write(`/usr/lib/x86_64-linux-gnu/lua/5.4/${name}`, '');
}

const nginxMain = `user www-data;
worker_processes 1;
pid /run/nginx.pid;
events { worker_connections 64; }
http {
	include /etc/nginx/mime.types;
	default_type application/octet-stream;
	access_log /var/log/nginx/access.log;
	error_log /var/log/nginx/error.log;
	include /etc/nginx/conf.d/*.conf;
	include /etc/nginx/sites-enabled/*;
}
`;

export function openHost(folder: string): TestHost {
  const at = (path: string): string => join(folder, path);
  return {
    folder,
    read: (path) => readFileSync(at(path), 'utf8'),
    write(path, text, mode = 0o644) {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), text);
      chmodSync(at(path), mode);
      utimesSync(at(path), written, written);
    },
    link: (path, target) => symlinkSync(target, at(path)),
    everything: (...below) => Object.fromEntries(below.flatMap((one) => [...walk(folder, one)])),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function* walk(folder: string, path: string): Generator<[string, string]> {
  const place = join(folder, path);
  const found = lstatSync(place, { throwIfNoEntry: false });
  if (!found) return;
  const whose = `${(found.mode & 0o7777).toString(8)} ${found.uid}:${found.gid}`;
  if (found.isSymbolicLink()) yield [path, `-> ${readlinkSync(place)}`];
  else if (found.isDirectory()) {
    yield [path, whose];
    for (const name of readdirSync(place).toSorted()) yield* walk(folder, join(path, name));
  } else {
    const text = createHash('sha256').update(readFileSync(place)).digest('hex');
    yield [path, `${whose} ${Math.trunc(found.mtimeMs / 1_000)} ${text}`];
  }
}
