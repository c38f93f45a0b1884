/**
 * A real Keycloak on loopback, set up as docs/identity/keycloak.md says, by its admin REST API.
 * HOMEROOM_TEST_KEYCLOAK names its unpacked archive (`bin/kc.sh`); it needs Java 17 or newer.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { apiPaths, paths } from '../../server/contract/paths.ts';
import { freePort } from '../homeroom.ts';

const admin = { name: 'admin', password: 'admin-password' };
export const password = 'a-password-of-the-school';
const people = [
  { login: 'ada', firstName: 'Ada', lastName: 'Adler', groups: ['/teachers'] },
  { login: 'bodo', firstName: 'Bodo', lastName: 'Berg', groups: ['/teachers'] },
  { login: 'finn', firstName: 'Finn', lastName: 'Fischer', groups: ['/students', '/class-7a'] },
];

const AccessToken = z.object({ access_token: z.string() });
export const Ids = z.array(z.object({ id: z.string() }));

export type Keycloak = {
  issuer: string;
  /** A call of the admin REST API, below the realm. @throws {Error} with its answer */
  call(method: string, path: string, body?: object): Promise<unknown>;
  idOf(login: string): Promise<string>;
  stop(): Promise<void>;
};

/** @param homeroomUrl without a slash at its end */
export async function startKeycloak(home: string, homeroomUrl: string): Promise<Keycloak> {
  const [port, managementPort] = [await freePort(), await freePort()];
  const url = `http://localhost:${port}`;
  const data = await mkdtemp(join(tmpdir(), 'homeroom-keycloak-'));
  const child = spawn(
    join(home, 'bin', 'kc.sh'),
    [
      'start-dev',
      `--http-port=${port}`,
      '--http-host=127.0.0.1',
      `--http-management-port=${managementPort}`,
      '--db=dev-mem',
    ],
    {
      env: {
        PATH: process.env['PATH'],
        HOME: data,
        JAVA_HOME: process.env['JAVA_HOME'],
        KC_BOOTSTRAP_ADMIN_USERNAME: admin.name,
        KC_BOOTSTRAP_ADMIN_PASSWORD: admin.password,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // kc.sh starts Java as a child of its own: both are ended together.
      detached: true,
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  async function stop(): Promise<void> {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    await rm(data, { recursive: true, force: true });
  }

  async function adminToken(): Promise<string> {
    const answer = await fetch(`${url}/realms/master/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'password',
        client_id: 'admin-cli',
        username: admin.name,
        password: admin.password,
      }),
    });
    return AccessToken.parse(await answer.json()).access_token;
  }

  async function callAt(address: string, method: string, body?: object): Promise<unknown> {
    const answer = await fetch(address, {
      method,
      headers: {
        authorization: `Bearer ${await adminToken()}`,
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  const call: Keycloak['call'] = (method, path, body) =>
    callAt(`${url}/admin/realms/school${path}`, method, body);

  async function setUp(): Promise<void> {
    await untilUp(`${url}/realms/master`, child, () => output);
    await callAt(`${url}/admin/realms`, 'POST', { realm: 'school', enabled: true });
    for (const name of ['teachers', 'students', 'class-7a'])
      await call('POST', '/groups', { name });
    for (const person of people) await call('POST', '/users', asUser(person));
    await call('POST', '/clients', homeroomClient(homeroomUrl));
  }
  await setUp().catch(async (error: unknown) => {
    await stop();
    throw error;
  });

  return {
    issuer: `${url}/realms/school`,
    call,
    async idOf(login) {
      const [person] = Ids.parse(await call('GET', `/users?exact=true&username=${login}`));
      if (!person) throw new Error(`Keycloak has no ${login}`);
      return person.id;
    },
    stop,
  };
}

const asUser = ({ login, ...about }: (typeof people)[number]) => ({
  username: login,
  email: `${login}@school.test`,
  emailVerified: true,
  enabled: true,
  credentials: [{ type: 'password', value: password, temporary: false }],
  ...about,
});

/** What docs/identity/keycloak.md tells an administrator to set, in its order. */
const homeroomClient = (homeroomUrl: string) => ({
  clientId: 'homeroom',
  publicClient: true,
  standardFlowEnabled: true,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
  redirectUris: [`${homeroomUrl}${paths.signedIn}`],
  webOrigins: [homeroomUrl],
  attributes: {
    'post.logout.redirect.uris': `${homeroomUrl}/`,
    'pkce.code.challenge.method': 'S256',
    'backchannel.logout.url': `${homeroomUrl}${apiPaths.backChannelLogout}`,
    'backchannel.logout.session.required': 'true',
  },
  protocolMappers: [
    {
      name: 'groups',
      protocol: 'openid-connect',
      protocolMapper: 'oidc-group-membership-mapper',
      config: {
        'claim.name': 'groups',
        'full.path': 'false',
        'id.token.claim': 'true',
        'access.token.claim': 'false',
        'userinfo.token.claim': 'true',
      },
    },
  ],
});

/** It compiles itself at its first start: minutes on a busy machine. */
async function untilUp(address: string, child: ChildProcess, output: () => string): Promise<void> {
  const giveUpAt = Date.now() + 300_000;
  while (Date.now() < giveUpAt) {
    if (child.exitCode !== null) throw new Error(`Keycloak did not start:\n${output()}`);
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) return;
    await pause(250);
  }
  throw new Error(`Keycloak does not answer:\n${output().slice(-3_000)}`);
}
