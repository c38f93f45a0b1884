/** Who is calling: the connection's own address, or what the one trusted proxy in front wrote. */
import type { IncomingMessage } from 'node:http';

export function clientAddress(req: IncomingMessage, trustsProxy: boolean): string {
  const direct = req.socket.remoteAddress ?? 'unknown';
  if (!trustsProxy) return direct;
  const forwarded = req.headers['x-forwarded-for'];
  const list = Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '');
  // The last entry is the proxy's own; those before it are whatever the client claimed.
  return list.split(',').at(-1)?.trim() || direct;
}
