/**
 * https in front of a Homeroom, as WebKit takes no Secure cookie from http://localhost.
 * Bytes go through as they are: no header is added, and a demo stays one.
 */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createServer } from 'node:tls';
import { writeCertificate } from './certificate.ts';

function makeCertificate(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-tls-'));
  try {
    writeCertificate(folder);
    const read = (name: string) => readFileSync(join(folder, name));
    return { key: read('key.pem'), cert: read('cert.pem') };
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
