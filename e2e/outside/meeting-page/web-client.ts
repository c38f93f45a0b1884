/** Jitsi's own web client, as built into a folder, for nginx to serve. */
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { domain, hosts } from '../prosody/config.ts';
import { homeroomConfig } from './build.ts';

/** What a Debian host writes into DOMAIN-config.js. */
const config = {
  hosts: { domain, muc: hosts.main, focus: hosts.focus },
  focusUserJid: `focus@${hosts.auth}`,
  p2p: { enabled: true },
  websocket: '/xmpp-websocket',
  bosh: '/http-bind',
};

/** Addresses come from the request, since the tests' port is not known before. */
const addresses = `
config.websocket = 'wss://' + location.host + config.websocket;
config.bosh = '//' + location.host + config.bosh;
`;

/** @param built with index.html, libs, css and the rest of Jitsi's web */
export async function linkWebClient(built: string, webRoot: string): Promise<void> {
  await mkdir(webRoot, { recursive: true });
  for (const name of await readdir(built))
    if (name !== 'config.js') await symlink(resolve(built, name), join(webRoot, name));
  const script = `var config = ${JSON.stringify(config)};${addresses}${await homeroomConfig()}`;
  await writeFile(join(webRoot, 'config.js'), script);
}
