import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ldapDirectory } from '../../../server/identity/ldap/ldap-directory.ts';
import { readLdapSettings } from '../../../server/identity/ldap/settings.ts';
import { SettingsReader } from '../../../server/settings/settings-reader.ts';
import { groupsBase, passwordOf, peopleBase, service } from './school.ts';
import { type Slapd, startSlapd } from './slapd.ts';

let slapd: Slapd;
beforeAll(async () => {
  slapd = await startSlapd();
}, 30_000);
afterAll(() => slapd[Symbol.asyncDispose]());

/** Passes everything on, until the connections that stand are held: then nothing comes back on them. */
async function startRelay(port: number) {
  const held = new Set<Socket>();
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    near.pipe(far);
    far.on('data', (chunk: Buffer) => {
      if (!held.has(far)) near.write(chunk);
    });
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `ldap://127.0.0.1:${address.port}`,
    holdAll: () => sockets.forEach((socket) => held.add(socket)),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

it('lets people sign in, and be read again, while a search gets no answer', async () => {
  const relay = await startRelay(Number(new URL(slapd.url).port));
  const environment = {
    HOMEROOM_LDAP_URL: relay.url,
    HOMEROOM_LDAP_SECURITY: 'unsafe-plain',
    HOMEROOM_LDAP_BIND_DN: service.dn,
    HOMEROOM_LDAP_BIND_PASSWORD: service.password,
    HOMEROOM_LDAP_PEOPLE_BASE: peopleBase,
    HOMEROOM_LDAP_GROUPS_BASE: groupsBase,
    HOMEROOM_LDAP_TIMEOUT: '60s',
  };
  const settings = readLdapSettings(new SettingsReader(environment, () => ''));
  if (!settings) throw new Error('no settings');
  const readGroups = () => ({ role: null, classes: [] });
  const directory = ldapDirectory({ settings, readGroups, clock: Date.now });
  // The connection for lists stands, and is the only one.
  await directory.listClasses();
  relay.holdAll();
  let isAnswered = false;
  const stuck = directory
    .findTeachers('')
    .catch((error: unknown) => error)
    .finally(() => {
      isAnswered = true;
    });
  const answer = await directory.checkPassword('anna', passwordOf('anna'), () => true);
  if (answer.kind !== 'signed-in') throw new Error(answer.kind);
  expect(await directory.stillHere(answer.account.subject)).toMatchObject({ name: 'Frau Adler' });
  expect(isAnswered).toBe(false);
  relay.close();
  expect(await stuck).toBeInstanceOf(Error);
  await directory.close();
}, 30_000);
