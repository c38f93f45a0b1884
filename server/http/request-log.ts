/** A request id for every request, and one line when it is answered. */
import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Log } from './log.ts';

declare module 'hono' {
  interface ContextVariableMap {
    requestId: string;
    /** As `client-address.ts` finds it; empty where it is not known. */
    clientAddress: string;
  }
}

export function requestLog(log: Log, clock: () => number): MiddlewareHandler {
  return async (c, next) => {
    const startedAt = clock();
    const requestId = randomUUID();
    c.set('requestId', requestId);
    await next();
    c.res.headers.set('x-request-id', requestId);
    // The path without its query: a query may hold a code, a state, a pass.
    const { method, path } = c.req;
    const line = { requestId, method, path, status: c.res.status, ms: clock() - startedAt };
    if (c.res.status >= 500) log.error(line, 'answered');
    else log.debug(line, 'answered');
  };
}
