/** A real nginx on loopback, with the shipped configuration in front of Jitsi's. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../prosody/server.ts';

const shipped = join(import.meta.dirname, '../../../deploy/nginx');

/** Where the parts behind it listen. */
export type Behind = {
  homeroom: number;
  prosody: number;
  videobridge: number;
  jicofo: number;
  webRoot: string;
  /** Whether the site leads to the videobridge's WebSocket, which Debian has commented out. */
  hasColibri?: boolean;
  /** A certificate in the folder, as cert.pem and key.pem: the site then speaks HTTPS. */
  certificates?: string;
  /** Another homeroom.conf than the shipped one. */
  change?: (homeroomConf: string) => string;
  /** One that is free, by default. */
  port?: number;
};

const colibriLocation = `
location ~ ^/colibri-ws/default-id/(.*) {
    proxy_pass http://127.0.0.1:9090/colibri-ws/default-id/$1$is_args$args;
    proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection "upgrade";
}`;

export type Nginx = {
  port: number;
  url: string;
  /** All of its logs. */
  logs(): Promise<string>;
  stop(): Promise<void>;
};

export async function startNginx(behind: Behind): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'homeroom-nginx-'));
  const port = behind.port ?? (await freePort());
  await mkdir(join(folder, 'logs'));
  /** The shipped files as they are, but for the addresses and folders of this machine. */
  const place = (text: string): string =>
    text
      .replaceAll('127.0.0.1:8080', `127.0.0.1:${behind.homeroom}`)
      .replaceAll('127.0.0.1:5280', `127.0.0.1:${behind.prosody}`)
      .replaceAll('127.0.0.1:9090', `127.0.0.1:${behind.videobridge}`)
      .replaceAll('127.0.0.1:8888', `127.0.0.1:${behind.jicofo}`)
      .replaceAll('/var/log/nginx', join(folder, 'logs'))
      .replaceAll('/etc/nginx/homeroom-proxy.conf', join(folder, 'homeroom-proxy.conf'))
      .replaceAll('/etc/nginx/homeroom-away.html', join(folder, 'homeroom-away.html'))
      .replace('COLIBRI', () => (behind.hasColibri ? colibriLocation : ''))
      .replaceAll('HOMEROOM_CONF', join(folder, 'jaas', '*.conf'))
      .replaceAll('WEB_ROOT', behind.webRoot);

  await mkdir(join(folder, 'jaas'));
  const files = [
    ['homeroom.conf', 'jaas'],
    ...(behind.hasColibri ? [['homeroom-colibri.conf', 'jaas']] : []),
    ['homeroom-http.conf', '.'],
    ['homeroom-proxy.conf', '.'],
    ['homeroom-away.html', '.'],
  ];
  for (const [name = '', into = ''] of files) {
    const text = place(await readFile(join(shipped, name), 'utf8'));
    const isChanged = name === 'homeroom.conf' && behind.change;
    await writeFile(join(folder, into, name), isChanged ? isChanged(text) : text);
  }
  const [http, site] = await Promise.all(
    ['jitsi-http.conf', 'jitsi-site.conf'].map(async (name) =>
      place(await readFile(join(import.meta.dirname, name), 'utf8')),
    ),
  );
  const main = join(folder, 'nginx.conf');
  const listen = listenLines(port, behind.certificates);
  await writeFile(main, mainFile(folder, listen, http ?? '', site ?? ''));

  const child = spawn('nginx', ['-p', folder, '-c', main], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  await untilListening(port, child).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${said}`, { cause: error });
  });

  return {
    port,
    url: `${behind.certificates ? 'https' : 'http'}://127.0.0.1:${port}`,
    async logs() {
      const names = ['access.log', 'error.log', 'homeroom-access.log', 'homeroom-error.log'];
      const files = names.map((name) =>
        readFile(join(folder, 'logs', name), 'utf8').catch(() => ''),
      );
      return (await Promise.all(files)).join('\n') + said;
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function listenLines(port: number, certificates?: string): string {
  if (certificates === undefined) return `listen 127.0.0.1:${port};`;
  return `listen 127.0.0.1:${port} ssl;
    ssl_certificate ${certificates}/cert.pem;
    ssl_certificate_key ${certificates}/key.pem;`;
}

function mainFile(folder: string, listen: string, http: string, site: string): string {
  return `
daemon off;
worker_processes 1;
user root;
pid ${folder}/nginx.pid;
error_log ${folder}/logs/error.log;
events { worker_connections 256; }
http {
  include /etc/nginx/mime.types;
  access_log ${folder}/logs/access.log;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  include ${folder}/homeroom-http.conf;
${http}
  server {
    ${listen}
    server_name localhost;
${site}
  }
}
`;
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + 5_000;
  while (Date.now() < giveUpAt) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`);
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => (socket.destroy(), resolve(true)));
      socket.once('error', () => resolve(false));
    });
    if (isUp) return;
    await pause(20);
  }
  throw new Error('nginx does not listen');
}
