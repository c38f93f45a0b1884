/**
 * The client's address: the peer's, or what the configured proxies say about it.
 * The one way to know it, for the application and for the embedded provider.
 * `X-Forwarded-For` is read from the right, so that a client cannot write an
 * address of its own in front; `X-Forwarded-Proto`, `X-Forwarded-Host` and
 * `Forwarded` are never read at all: links and cookies follow HOMEROOM_URL.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What is asked of a request; `IncomingMessage` fits. */
export type Caller = {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: IncomingHttpHeaders;
};

export type ClientAddress = (caller: Caller) => string;

/** @param trustedProxies addresses and networks that `isNetwork` takes */
export function clientAddress(trustedProxies: readonly string[]): ClientAddress {
  const isTrusted = addressIn(trustedProxies);
  return ({ socket, headers }) => {
    let address = plain(socket.remoteAddress ?? '');
    const forwarded = headers['x-forwarded-for'] ?? '';
    const hops = String(forwarded).split(',').map(hopOf);
    while (isTrusted(address) && hops.length > 0) {
      const hop = hops.pop() ?? '';
      // What stands before a hop that is no address cannot be trusted: the last address found
      // counts.
      if (isIP(hop) === 0) break;
      address = plain(hop);
    }
    return address;
  };
}

/** Some proxies write the port too: `203.0.113.7:50412`, `[2001:db8::1]:50412`. */
function hopOf(text: string): string {
  const hop = text.trim();
  const [, inBrackets] = /^\[([^\]]*)\](?::\d+)?$/.exec(hop) ?? [];
  const [, beforePort] = /^([\d.]+):\d+$/.exec(hop) ?? [];
  return inBrackets ?? beforePort ?? hop;
}

/**
 * One spelling for each address: a dual-stack listener sees 127.0.0.1 as `::ffff:127.0.0.1`, and
 * `fe80::1%eth0` is `fe80::1` with the name of an interface.
 */
function plain(address: string): string {
  return isIP(address) === 0 ? address : ipaddr.process(address.replace(/%.*$/, '')).toString();
}

/** Whether an address lies in one of these networks. */
export function addressIn(networks: readonly string[]): (address: string) => boolean {
  const ranges = networks.map(rangeOf);
  return (address) => {
    // ipaddr.js takes `127.1` and `0x7f.1` for addresses: only what Node takes gets there.
    if (isIP(address) === 0) return false;
    const asked = ipaddr.process(address);
    return ranges.some(([base, bits]) => asked.kind() === base.kind() && asked.match(base, bits));
  };
}

function rangeOf(network: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const [text = '', bits] = network.split('/');
  const base = ipaddr.process(text);
  const isMapped = base.kind() === 'ipv4' && isIP(text) === 6;
  const maxBits = base.kind() === 'ipv4' ? 32 : 128;
  return [base, bits === undefined ? maxBits : Number(bits) - (isMapped ? 96 : 0)];
}

/** An address, or a network in CIDR notation. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || address.includes('%') || more.length > 0) return false;
  if (bits === undefined) return true;
  const minBits = family === 6 && ipaddr.process(address).kind() === 'ipv4' ? 96 : 0;
  return (
    /^\d{1,3}$/.test(bits) && Number(bits) >= minBits && Number(bits) <= (family === 6 ? 128 : 32)
  );
}

/** What limits count by: an IPv4 address, or an IPv6 network, of which one home has 2⁶⁴ addresses. */
export function rateLimitKey(address: string): string {
  if (isIP(address) !== 6) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.replace(/%.*$/, '')}/64`).toString()}/64`;
}
