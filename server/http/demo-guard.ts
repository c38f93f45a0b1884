/**
 * Demo mode is for this machine only: sample people have printed passwords. A
 * request that came through a proxy, or under another name (DNS rebinding), is
 * refused even though it arrives on loopback.
 */
import type { IncomingHttpHeaders } from 'node:http';

const proxyHeaders = [
  'forwarded',
  'via',
  'x-real-ip',
  'x-original-host',
  'cf-connecting-ip',
  'true-client-ip',
];

export function isRefusedByDemoGuard(headers: IncomingHttpHeaders, publicUrl: URL): boolean {
  const isForwarded = Object.keys(headers).some(
    (name) => name.startsWith('x-forwarded-') || proxyHeaders.includes(name),
  );
  return isForwarded || !isOwnHost(headers.host ?? '', publicUrl);
}

/** Exactly as a browser writes it: a name of this machine, with our port. */
function isOwnHost(host: string, { port }: URL): boolean {
  const names = ['localhost', '127.0.0.1', '[::1]'];
  return names.some((name) => host === (port === '' ? name : `${name}:${port}`));
}
