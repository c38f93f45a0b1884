/**
 * The administrator's view, and what a monitor asks.
 *
 *   GET /admin/status    for administrators
 *   GET /healthz         the process is up
 *   GET /readyz          it can serve, and if not, what is missing (no causes: anybody may ask)
 */
import { Hono } from 'hono';
import type { AdminStatus, Readiness } from '../contract/admin.ts';
import { problemResponse } from '../edge/problem-response.ts';
import { mayAdminister } from '../rooms/policy.ts';

export type AdminRoutesDeps = {
  status(): Promise<AdminStatus>;
};

export function adminRoutes({ status }: AdminRoutesDeps): Hono {
  const app = new Hono();
  app.get('/admin/status', async (c) => {
    const decision = mayAdminister(c.get('asking'));
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
    const brief = checks.map((check) => ({ name: check.name, isReady: check.isReady }));
    return c.json({ ready: isReady, checks: brief }, isReady ? 200 : 503);
  });
  return app;
}
