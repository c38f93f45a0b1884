/**
 * What a flow that is over is answered with. Who has signed in and goes back to its
 * page has nothing to start again: that browser is led home. Everybody else, and
 * everything but a GET, meets the page that says so.
 */
import type { IncomingMessage } from 'node:http';
import type { Log } from '../http/log.ts';

/** Whether who brings these cookies is signed in: for whoever keeps sessions to say. */
export type IsSignedIn = (cookies: string | undefined) => Promise<boolean>;

export type LeadsHome = (req: IncomingMessage) => Promise<boolean>;

export function createLeadsHome(isSignedIn: IsSignedIn, log: Log): LeadsHome {
  return async (req) => {
    if (req.method !== 'GET') return false;
    try {
      return await isSignedIn(req.headers.cookie);
    } catch (error) {
      log.error({ err: error }, 'not known whether somebody is signed in');
      return false;
    }
  };
}
