/** A self-signed certificate for localhost. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Good for a day: `cert.pem` and `key.pem` in the folder. */
export function writeCertificate(folder: string): void {
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  const kind = ['-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  const whom = ['-days', '1', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync('openssl', ['req', ...kind, ...whom, ...files], { stdio: 'ignore' });
}
