/**
 * https in front of a Homeroom, as WebKit takes no Secure cookie from http://localhost.
 * Bytes go through as they are: no header is added, and a demo stays one.
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createServer } from 'node:tls';

/** For localhost, good for a day. */
function makeCertificate(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const kind = ['-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  const whom = ['-days', '1', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  try {
    const options = ['req', ...kind, ...whom, '-keyout', key, '-out', cert];
    execFileSync('openssl', options, { stdio: 'ignore' });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param ports where it listens, and where it leads */
export async function putTlsInFront(ports: { at: number; to: number }) {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer(makeCertificate(), (outside) => {
    const inside = connect(ports.to, '127.0.0.1');
    for (const socket of [outside, inside]) sockets.add(socket);
    // Either side may hang up, as a browser does that leaves a page.
    pipeline(outside, inside, outside).catch(() => inside.destroy());
  });
  server.listen(ports.at, '127.0.0.1');
  await once(server, 'listening');
  return {
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
