/** A person at a booted machine: nginx as shipped in front, a browser on this side. */
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium, expect } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { chromium as engine } from '../engines/chromium.ts';
import { createByHand } from '../rooms.ts';
import type { System } from './system.ts';

const host = 'homeroom.example.org';
const shipped = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../deploy/nginx/${name}`, import.meta.url)), 'utf8');

/** Homeroom on a host of its own, over HTTPS with a certificate that nobody has signed. */
async function putInFront(system: System): Promise<void> {
  const certificate = `/etc/ssl/${host}`;
  const kind = ['-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  const whom = ['-days', '1', '-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  const to = ['-keyout', `${certificate}.key`, '-out', `${certificate}.fullchain.pem`];
  await system.run('openssl', 'req', ...kind, ...whom, ...to);
  const files = {
    '/etc/nginx/conf.d/homeroom-http.conf': shipped('homeroom-http.conf'),
    '/etc/nginx/homeroom-proxy.conf': shipped('homeroom-proxy.conf'),
    '/etc/nginx/homeroom-away.html': shipped('homeroom-away.html'),
    '/etc/nginx/sites-enabled/homeroom.conf': shipped('homeroom-own-host.conf'),
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(system.path(path), text);
  await system.run('nginx', '-t');
  await system.run('systemctl', 'reload', 'nginx');
}

async function takeAway(system: System): Promise<void> {
  const nginx = [
    'conf.d/homeroom-http.conf',
    'homeroom-proxy.conf',
    'homeroom-away.html',
    'sites-enabled/homeroom.conf',
  ];
  await system.run('rm', ...nginx.map((file) => `/etc/nginx/${file}`));
  await system.run('systemctl', 'reload', 'nginx');
  await system.run('sh', '-c', `rm /etc/ssl/${host}.* /var/log/nginx/homeroom-*`);
}

/** From the front door to a room of one's own, in Chromium. */
export async function signInOnce(
  system: System,
  { login, password }: { login: string; password: string },
  room: string,
): Promise<void> {
  await putInFront(system);
  const { port } = await system.forward(443);
  const args = engine.launchOptions?.args ?? [];
  const browser = await chromium.launch({
    ...engine.launchOptions,
    args: [
      ...args.filter((word) => !word.startsWith('--host-resolver-rules')),
      `--host-resolver-rules=MAP ${host}:443 127.0.0.1:${port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    ],
  });
  try {
    const page = await browser.newPage({ ignoreHTTPSErrors: true });
    await page.goto(`https://${host}/`);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Login name').fill(login);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await createByHand(page, room);
    await expect(page.getByText(room).first()).toBeVisible();
  } finally {
    await browser.close();
    await takeAway(system);
  }
}
