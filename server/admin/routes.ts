/**
 * The administrator's view, and what a monitor asks.
 *
 *   GET /admin/status    for administrators
 *   GET /healthz         the process is up
 *   GET /readyz          it can serve, and if not, what is missing; the cause only at the
 *                        machine itself, since anybody may ask
 */
import { Hono } from 'hono';
import type { AdminStatus, Check, Readiness } from '../contract/admin.ts';
import { isLocalRequest } from '../http/is-local-request.ts';
import { problemResponse } from '../http/problem-response.ts';
import { mayAdminister } from '../rooms/policy.ts';

export type AdminRoutesDeps = {
  status(): Promise<AdminStatus>;
};

export function adminRoutes({ status }: AdminRoutesDeps): Hono {
  const app = new Hono();
  app.get('/admin/status', async (c) => {
    const decision = mayAdminister(c.get('auth'));
    if (!decision.allowed) return problemResponse(c, decision);
    return c.json(await status());
  });
  return app;
}

export function healthRoutes(ready: () => Promise<Readiness>): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ alive: true }));
  app.get('/readyz', async (c) => {
    const { ready: isReady, checks } = await ready();
    const shown = isLocalRequest(c) ? checks : checks.map(withoutDetail);
    return c.json({ ready: isReady, checks: shown }, isReady ? 200 : 503);
  });
  return app;
}

const withoutDetail = ({ name, isReady }: Check) => ({ name, isReady });
