import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCertificates } from './certificates.ts';
import { SettingsReader } from './settings-reader.ts';

let folder: string;
let pem: string;
let key: string;
let der: string;
let leaf: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homeroom-certificates-'));
  const openssl = (line: string) =>
    execFileSync('openssl', line.split(' '), { cwd: folder, stdio: 'pipe' });
  const ec = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes';
  openssl(`req -x509 ${ec} -keyout ca.key -out ca.pem -days 2 -subj /CN=School`);
  openssl('x509 -in ca.pem -outform der -out ca.der');
  openssl(`req ${ec} -keyout server.key -out server.csr -subj /CN=server`);
  openssl(
    'x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 2',
  );
  // As settings are read: as text.
  const text = (name: string) => readFileSync(join(folder, name), 'utf8');
  pem = text('ca.pem');
  key = text('ca.key');
  der = text('ca.der');
  leaf = text('server.pem');
});
afterAll(() => rmSync(folder, { recursive: true }));

const found = (text: string) => {
  const read = readCertificates(text);
  return read.ok ? read.pem : read.found;
};

describe('the certificates of an authority', () => {
  it('are taken from PEM, one or several, and nothing of what stands around them', () => {
    expect(found(`# the school's\n${pem}\n${key}\n${pem}`)).toBe(`${pem}${pem}`);
  });

  it.each<[string, () => string, string]>([
    ['garbage', () => 'garbage', 'no certificate'],
    ['nothing', () => '', 'no certificate'],
    ['DER', () => der, 'a binary file (DER), and not PEM'],
    ['a key', () => key, 'a private key and no certificate'],
    ['a server’s certificate', () => leaf, "a server's certificate, and not its authority's"],
    [
      'a damaged one after a good one',
      () => pem + pem.replace(/[A-Za-z0-9+/]{64}\n/, ''),
      'a certificate (2) that is damaged',
    ],
  ])('are not found in %s, and it is said what is there', (_, text, what) => {
    expect(found(text())).toBe(what);
  });
});

describe('a setting that names them', () => {
  const read = (environment: Record<string, string>, content: () => string) => {
    const reader = new SettingsReader(environment, content);
    return { pem: reader.certificates('HOMEROOM_LDAP_CA'), faults: reader.faults };
  };

  it('is read from its file', () => {
    const { pem: given, faults } = read({ HOMEROOM_LDAP_CA_FILE: '/etc/ca.pem' }, () => pem);
    expect(faults).toEqual([]);
    expect(given).toBe(pem);
  });

  it('is a fault under the name that was set when it holds none', () => {
    const { pem: none, faults } = read({ HOMEROOM_LDAP_CA_FILE: '/etc/ca.der' }, () => der);
    expect(none).toBeNull();
    expect(faults).toEqual([
      expect.objectContaining({
        setting: 'HOMEROOM_LDAP_CA_FILE',
        given: 'a binary file (DER), and not PEM',
        expected: expect.stringContaining('openssl x509 -inform der'),
      }),
    ]);
  });

  it('shows nothing of what was written into it', () => {
    const { faults } = read({ HOMEROOM_LDAP_CA: key }, () => '');
    expect(faults).toMatchObject([{ setting: 'HOMEROOM_LDAP_CA' }]);
    expect(JSON.stringify(faults)).not.toContain('BEGIN');
  });
});
