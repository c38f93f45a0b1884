/** `homeroom doctor` where something is wrong around Prosody: nginx, certificates, clocks, accounts. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../homeroom.ts';
import { makeCertificates } from '../../certificates.ts';
import { startSchoolProvider, type SchoolProvider } from '../../foreign-provider/start.ts';
import { examineHere, type Patient, startPatient } from './examine.ts';

let patient: Patient;
let folder: string;
let jicofo: Server;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeroom-doctor-'));
  // jicofo's own HTTP, which takes requests from anybody.
  jicofo = createServer((_, response) => void response.end('{"ready":true}'));
  const port = await freePort();
  jicofo.listen(port, '127.0.0.1');
  patient = await startPatient({ jicofo: port });
}, 120_000);
afterAll(async () => {
  jicofo.close();
  await patient.stop();
  await rm(folder, { recursive: true, force: true });
});

const without = (part: RegExp) => (text: string) => {
  const changed = text.replace(part, '');
  if (changed === text) throw new Error(`${String(part)} is not in homeroom.conf`);
  return changed;
};

describe('in nginx, it finds', () => {
  afterEach(() => patient.host.changeNginx({}));

  it.each([
    ['conference-request', /^rewrite.*conference-request.*$/m, '/a/b/conference-request/v1 (200)'],
    ['tenant-paths', /^rewrite[^;]*\[\^\/\]\+\/\(\?:http-bind[^;]*;/m, '/a/http-bind'],
    ['service-worker', /location = \/pwa-worker\.js \{[\s\S]*?\n\}/, 'whole host'],
  ])('%s open', async (check, line, saw) => {
    await patient.host.changeNginx({ change: without(line) });
    const { failed, warned, of } = await patient.examine();
    expect([...failed, ...warned]).toEqual([check]);
    expect(of(check).saw).toContain(saw);
  });

  it('addresses of Homeroom’s that are written in another way', async () => {
    const elsewhere = without(/^rewrite.*\*\/homeroom.*$/m);
    const otherwise = without(/if \(\$homeroom_is_written_otherwise\) \{\s+return 404;\s+\}/);
    await patient.host.changeNginx({ change: (text) => otherwise(elsewhere(text)) });
    const { failed, of } = await patient.examine();
    expect(failed).toEqual(['written-otherwise']);
    expect(of('written-otherwise').saw).toContain('/%68omeroom/healthz');
  });

  it('that nothing of Homeroom’s is there', async () => {
    await patient.host.changeNginx({ change: () => '' });
    const { failed, code } = await patient.examine();
    expect(failed).toEqual(
      expect.arrayContaining(['front-door', 'conference-request', 'tenant-paths']),
    );
    expect(code).toBe(2);
  });

  it('that it is not there at all', async () => {
    const settings = { HOMEROOM_JITSI_URL: `https://localhost:${await freePort()}` };
    const { failed, of } = await patient.examine([], settings);
    expect(failed).toContain('reachable');
    expect(of('ends-after-owner')).toMatchObject({ level: 'warn', means: 'not-proven' });
  });
});

describe('of certificates, it finds', () => {
  afterEach(() => patient.host.changeNginx({}));

  it('one of another name', async () => {
    await patient.host.changeNginx({ certificates: await certificateFor('DNS:other.test') });
    const { failed, of } = await patient.examine([], trusting());
    expect(failed).toEqual(['certificate']);
    expect(of('certificate').saw).toContain('for another name');
  });

  it('one that has expired', async () => {
    await patient.host.changeNginx({ certificates: await expiredCertificate() });
    const { failed, of } = await patient.examine([], trusting());
    expect(failed).toEqual(['certificate']);
    expect(of('certificate').saw).toContain('expired on 2020-01-02');
  });

  it('one that nobody knows who made', async () => {
    const { failed, of } = await patient.examine([], { NODE_EXTRA_CA_CERTS: '' });
    expect(failed).toEqual(['certificate']);
    expect(of('certificate').saw).toContain('authority is unknown here');
  });
});

const trusting = () => ({ NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') });

async function certificateFor(names: string): Promise<string> {
  const { certPath, keyPath } = await makeCertificates(folder, names, 60);
  await cp(certPath, join(folder, 'cert.pem'));
  await cp(keyPath, join(folder, 'key.pem'));
  return folder;
}

/** From an authority that is known, good for a day of 2020. */
async function expiredCertificate(): Promise<string> {
  await certificateFor('DNS:localhost');
  const at = (name: string) => join(folder, name);
  await mkdir(at('issued'), { recursive: true });
  await writeFile(at('index.txt'), '');
  await writeFile(at('serial'), '1000\n');
  const ca = `[ca]\ndefault_ca = school\n[school]\ndatabase = ${at('index.txt')}\nserial = ${at('serial')}
new_certs_dir = ${at('issued')}\ncertificate = ${at('ca.pem')}\nprivate_key = ${at('ca.key')}
default_md = sha256\npolicy = any\nx509_extensions = server\n[any]\ncommonName = supplied
[server]\nsubjectAltName = DNS:localhost\n`;
  await writeFile(at('ca.cnf'), ca);
  const dates = ['-startdate', '20200101000000Z', '-enddate', '20200102000000Z'];
  const files = ['-in', at('server.csr'), '-out', at('cert.pem'), '-notext'];
  await promisify(execFile)('openssl', [
    'ca',
    '-batch',
    '-config',
    at('ca.cnf'),
    ...dates,
    ...files,
  ]);
  return folder;
}

describe('of the school’s provider, it finds', () => {
  let provider: SchoolProvider;
  let settings: Record<string, string>;
  beforeAll(async () => {
    provider = await startSchoolProvider(`${patient.host.url}/homeroom/other`);
    settings = {
      HOMEROOM_PEOPLE_FILE: '',
      HOMEROOM_OIDC_ISSUER: provider.issuer,
      HOMEROOM_OIDC_CLIENT_ID: 'homeroom',
    };
  });
  afterAll(() => provider.stop());

  it('that it leads back elsewhere', async () => {
    const { failed, of } = await patient.examine([], settings);
    expect(failed).toContain('redirect-uri');
    expect(of('redirect-uri').todo).toContain(`${patient.host.url}/homeroom/signed-in`);
    expect(of('provider-keys').level).toBe('pass');
  });

  it('that it calls itself by another name', async () => {
    const { failed, of } = await patient.examine([], {
      ...settings,
      HOMEROOM_OIDC_ISSUER: `${provider.issuer}/`,
    });
    expect(failed).toContain('provider');
    expect(of('provider').todo).toContain(`Set HOMEROOM_OIDC_ISSUER to ${provider.issuer}`);
  });

  it('that it is silent', async () => {
    await provider.stop();
    const { failed, of } = await patient.examine([], settings);
    expect(failed).toContain('provider');
    expect(of('provider').saw).toContain('refuses the connection');
    await provider.start();
  });
});

describe('of Homeroom itself, it finds', () => {
  it('settings that are wrong', async () => {
    const { failed, of, code } = await patient.examine([], { HOMEROOM_SESSION_IDLE: 'long' });
    expect({ failed, code }).toEqual({ failed: ['settings'], code: 2 });
    expect(of('settings').saw).toContain('HOMEROOM_SESSION_IDLE');
  });

  it('settings that it was not started with', async () => {
    const { warned, failed } = await patient.examine([], { HOMEROOM_AUDIT_DAYS: '7' });
    expect({ warned, failed }).toEqual({ warned: ['settings-in-use'], failed: [] });
  });

  it('a database that is damaged', async () => {
    const copy = join(folder, 'data');
    await cp(join(patient.host.folder, 'data'), copy, { recursive: true });
    const path = join(copy, 'homeroom.sqlite');
    await rm(`${path}-wal`, { force: true });
    const bytes = await readFile(path);
    await writeFile(path, bytes.fill(0x41, 0, 2_048));
    const { failed } = await patient.examine([], { HOMEROOM_DATA: copy });
    expect(failed).toContain('database');
  });

  it('a clock that goes wrong', async () => {
    const ahead = await examineHere(patient, { clock: () => Date.now() + 45_000 });
    expect(ahead.failed).toContain('prosody-clock');
    expect(ahead.of('prosody-clock').saw).toMatch(/Prosody is 4\d s behind Homeroom/);
    const far = await examineHere(patient, { clock: () => Date.now() - 20 * 60_000 });
    expect(far.failed).toEqual(expect.arrayContaining(['prosody-clock', 'prosody', 'running']));
    expect(far.of('prosody-clock').saw).toMatch(/1[12]\d\d s ahead of Homeroom/);
  });

  it('that it is older than the one that is installed', async () => {
    const { failed, of } = await examineHere(patient, { version: '9.9.9' });
    expect(failed).toContain('same-version');
    expect(of('same-version').saw).toMatch(/runs, 9\.9\.9 is installed/);
  });

  it('that jicofo is told to make people owners', async () => {
    const jicofoSettings = 'jicofo { authentication { enabled = true } }';
    const { failed } = await examineHere(patient, { jicofoSettings });
    expect(failed).toContain('jicofo-settings');
  });

  it('that it does not run', async () => {
    await patient.host.stopHomeroom();
    const { failed, of, code } = await patient.examine();
    expect(failed).toEqual(expect.arrayContaining(['running', 'front-door', 'lesson-opened']));
    expect(of('member-waits').level).toBe('warn');
    expect(code).toBe(2);
    await patient.host.startHomeroom();
  });
});
