/**
 * Where the public address is reached from this machine: as everybody's browser reaches it,
 * or, where the school's router does not lead inside what comes from inside, at nginx on
 * this machine under the public name.
 */
import { type LookupFunction, connect } from 'node:net';

export type Place = {
  /** Origin, as people type it. */
  url: URL;
  /** This address is asked in place of what the name stands for. */
  via: string | null;
};

const timeoutMs = 4_000;
const here = '127.0.0.1';

export const portOf = ({ port, protocol }: URL): number =>
  Number(port) || (protocol === 'https:' ? 443 : 80);

/** @returns `null` where nothing listens, neither there nor here; or why */
export async function reach(url: URL): Promise<Place | { cause: string }> {
  const port = portOf(url);
  const there = await canConnect(url.hostname, port);
  if (there === true) return { url, via: null };
  const atHome = await canConnect(here, port);
  return atHome === true ? { url, via: here } : { cause: there };
}

/** @returns true, or why not */
export function canConnect(host: string, port: number): Promise<true | string> {
  return new Promise((resolve) => {
    const socket = connect({ host: host.replaceAll(/[[\]]/g, ''), port, timeout: timeoutMs });
    const settle = (outcome: true | string) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle('no answer in time'));
    socket.once('error', (error) => settle(error.message || 'no connection'));
  });
}

/** For `http.request` and WebSockets. */
export function lookupOf({ via }: Place): { lookup?: LookupFunction } {
  if (via === null) return {};
  return {
    lookup: (_, options, callback) => {
      if (options.all) callback(null, [{ address: via, family: 4 }]);
      else callback(null, via, 4);
    },
  };
}
