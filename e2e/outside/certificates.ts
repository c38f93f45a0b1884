/** A certificate authority of its own for each test run, and a server's certificate from it. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const openssl = (...args: string[]) => run('openssl', args);
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

export type Certificates = {
  ca: string;
  cert: string;
  key: string;
  caPath: string;
  certPath: string;
  keyPath: string;
};

/** `names` as X.509 writes them, such as `DNS:localhost,IP:127.0.0.1`. */
export async function makeCertificates(
  dir: string,
  names: string,
  days = 2,
): Promise<Certificates> {
  const at = (name: string) => join(dir, name);
  const paths = { caPath: at('ca.pem'), certPath: at('server.pem'), keyPath: at('server.key') };
  const caKey = at('ca.key');
  await openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    caKey,
    '-out',
    paths.caPath,
    '-days',
    String(days),
    '-subj',
    '/CN=School CA',
  );
  await openssl(
    'req',
    ...newKey,
    '-keyout',
    paths.keyPath,
    '-out',
    at('server.csr'),
    '-subj',
    '/CN=slapd',
  );
  await writeFile(at('server.ext'), `subjectAltName=${names}\n`);
  await openssl(
    'x509',
    '-req',
    '-in',
    at('server.csr'),
    '-CA',
    paths.caPath,
    '-CAkey',
    caKey,
    '-CAcreateserial',
    '-out',
    paths.certPath,
    '-days',
    String(days),
    '-extfile',
    at('server.ext'),
  );
  const [ca = '', cert = '', key = ''] = await Promise.all(
    [paths.caPath, paths.certPath, paths.keyPath].map((path) => readFile(path, 'utf8')),
  );
  return { ca, cert, key, ...paths };
}
