/**
 * Demo mode is for this machine only: sample people have printed passwords. A
 * request that came through a proxy, or under another name (DNS rebinding), is
 * refused even though it arrives on loopback.
 */
import type { IncomingHttpHeaders } from 'node:http';

const marks = [
  'forwarded',
  'via',
  'x-real-ip',
  'x-original-host',
  'cf-connecting-ip',
  'true-client-ip',
];

export function crossesDemoBorder(headers: IncomingHttpHeaders, publicUrl: URL): boolean {
  const isForwarded = Object.keys(headers).some(
    (name) => name.startsWith('x-forwarded-') || marks.includes(name),
  );
  return isForwarded || !isOwnHost(headers.host ?? '', publicUrl);
}

function isOwnHost(host: string, publicUrl: URL): boolean {
  if (host === publicUrl.host) return true;
  if (!URL.canParse(`http://${host}`)) return false;
  const { hostname, port } = new URL(`http://${host}`);
  const isLoopbackName = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return isLoopbackName && port === publicUrl.port;
}
