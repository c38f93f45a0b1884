/** A school's own OpenID provider, independent of Homeroom's: a real oidc-provider on loopback. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider, { type Configuration } from 'oidc-provider';

export type SchoolProvider = {
  issuer: string;
  /** Who the password page lets in next. */
  signsIn: { sub: string };
  accounts: Map<string, Record<string, unknown>>;
  /** New signing keys; with `keepOld`, the old ones are still published. */
  rotate(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
};

const newKey = async (kid: string): Promise<JWK> => ({
  ...(await exportJWK((await generateKeyPair('RS256', { extractable: true })).privateKey)),
  kid,
  use: 'sig',
  alg: 'RS256',
});

export async function startSchoolProvider(
  redirectUri: string,
  about: Partial<Configuration> = {},
): Promise<SchoolProvider> {
  const accounts: SchoolProvider['accounts'] = new Map();
  const signsIn = { sub: '' };
  const server: Server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const issuer = `http://127.0.0.1:${port}`;
  let keys = [await newKey('first')];

  const serve = () => {
    const provider = new Provider(issuer, {
      jwks: { keys },
      clients: [
        {
          client_id: 'homeroom',
          token_endpoint_auth_method: 'none',
          redirect_uris: [redirectUri],
          grant_types: ['authorization_code', 'refresh_token'],
          post_logout_redirect_uris: ['https://school.example/'],
          id_token_signed_response_alg: 'RS256',
        },
      ],
      claims: { openid: ['sub'], profile: ['name', 'realm_access'] },
      features: { devInteractions: { enabled: false } },
      pkce: { required: () => true },
      findAccount: async (_, sub) => {
        const claims = accounts.get(sub);
        return claims && { accountId: sub, claims: async () => ({ sub, ...claims }) };
      },
      interactions: { url: (_, { uid }) => `/password/${uid}` },
      async loadExistingGrant(ctx) {
        const grant = new ctx.oidc.provider.Grant({
          accountId: ctx.oidc.session?.accountId ?? '',
          clientId: ctx.oidc.client?.clientId ?? '',
        });
        grant.addOIDCScope('openid profile');
        await grant.save();
        return grant;
      },
      cookies: { keys: ['a key'] },
      ...about,
    });
    const answer = provider.callback();
    server.removeAllListeners('request');
    server.on('request', (req, res) => {
      if (!req.url?.startsWith('/password/')) return void answer(req, res);
      const login = { accountId: signsIn.sub };
      void provider.interactionFinished(req, res, { login });
    });
  };
  serve();

  return {
    issuer,
    signsIn,
    accounts,
    async rotate() {
      keys = [await newKey(`key-${Date.now()}`)];
      serve();
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
    async start() {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
  };
}
