/** From the socket to whoever answers: the border of demo mode, the client's address, provider or application. */
import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { type App } from '../app/app.ts';
import type { Config } from '../config.ts';
import { paths } from '../contract/paths.ts';
import { clientAddress } from '../http/client-address.ts';
import { isRefusedByDemoGuard } from '../http/demo-guard.ts';
import type { Identity } from '../identity/identity.ts';
import { type MeetingSide } from './meeting-side.ts';

type HandlerDeps = {
  app: App;
  identity: Identity | null;
  meeting: Pick<MeetingSide, 'upgrade'>;
};

export function attachRequestHandler(
  server: Server,
  config: Config,
  { app, identity, meeting }: HandlerDeps,
): void {
  const addressOf = clientAddress(config.trustedProxies);
  // It puts its own Response in the place of the global one: that is written to the socket as
  // it is, without a stream in between.
  const answer = getRequestListener((request, { incoming, outgoing }) =>
    app.fetch(request, {
      address: addressOf(incoming),
      ...(outgoing instanceof ServerResponse ? { outgoing } : {}),
    }),
  );
  const isRefused = (req: IncomingMessage): boolean =>
    config.isDemo && isRefusedByDemoGuard(req.headers, config.publicUrl);

  server.removeAllListeners('request');
  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    if (isRefused(req)) return refuseDemo(res);
    const url = req.url ?? '/';
    const isProviders = url === paths.oidc || url.startsWith(`${paths.oidc}/`);
    if (identity && isProviders) identity.handle(req, res);
    else void answer(req, res);
  });
  server.on('upgrade', (req, socket, head) => {
    if (isRefused(req) || !meeting.upgrade?.(req, socket, head)) socket.destroy();
  });
}

function refuseDemo(res: ServerResponse): void {
  res.writeHead(403, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  res.end(
    JSON.stringify({
      code: 'demo-refuses-proxies',
      status: 403,
      title: 'demo mode is for this machine only: open it at its own address, without a proxy',
      requestId: '',
    }),
  );
}
