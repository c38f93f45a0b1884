/** Whether a request comes from the machine itself, and past no proxy. */
import type { Context } from 'hono';
import { addressIn } from './client-address.ts';

const isLoopback = addressIn(['127.0.0.0/8', '::1']);

/**
 * A proxy on the same machine has a loopback address too, so it must not have named a
 * client, nor have been asked under a public name.
 */
export function isLocalRequest(c: Context): boolean {
  const { hostname } = new URL(c.req.url);
  const isLocalName = hostname === 'localhost' || isLoopback(hostname.replaceAll(/[[\]]/g, ''));
  const isForwarded = ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'].some(
    (name) => c.req.header(name) !== undefined,
  );
  return isLoopback(c.get('clientAddress')) && isLocalName && !isForwarded;
}
