/**
 * A school's own OpenID provider, independent of Homeroom's: a real oidc-provider on
 * loopback. It can be as unkind as LemonLDAP::NG is, which keeps a session of its own.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider';

export type SchoolProvider = {
  issuer: string;
  /** The account that the password page signs in next. */
  signsIn: { sub: string };
  accounts: Map<string, Record<string, unknown>>;
  unkind: {
    /** Seconds after a sign-in in which it asks nobody again, whatever `prompt` says. */
    ignoresPromptFor: number;
    /** How it treats `max_age`: takes 0 for no limit, or does not know it at all. */
    ignoresMaxAge: 'of 0' | 'always' | 'never';
  };
  /** Makes its own sessions older by so much. */
  age(seconds: number): Promise<void>;
  /** New signing keys; with `keepOld`, the old ones are still published. */
  rotate(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
};

export type SchoolProviderOptions = {
  client?: Partial<ClientMetadata>;
  /** PEM; then it speaks https at `localhost`. */
  tls?: { cert: string; key: string };
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
  { client = {}, tls }: SchoolProviderOptions = {},
): Promise<SchoolProvider> {
  const accounts: SchoolProvider['accounts'] = new Map();
  const signsIn = { sub: '' };
  const unkind: SchoolProvider['unkind'] = { ignoresPromptFor: 0, ignoresMaxAge: 'never' };
  const sessionIds = new Set<string>();
  const server: Server = tls ? createTlsServer(tls) : createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const issuer = tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
  let keys = [await newKey('first')];
  let provider = newProvider();

  function newProvider(): Provider {
    const made = new Provider(issuer, {
      jwks: { keys },
      clients: [
        {
          client_id: 'homeroom',
          token_endpoint_auth_method: 'none',
          redirect_uris: [redirectUri],
          grant_types: ['authorization_code', 'refresh_token'],
          post_logout_redirect_uris: [new URL('/', redirectUri).href],
          id_token_signed_response_alg: 'RS256',
          ...client,
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
    made.use(async (ctx, next) => {
      const session = await made.Session.find(ctx.cookies.get('_session') ?? '');
      const age = Date.now() / 1000 - (session?.loginTs ?? 0);
      if (ctx.path === '/auth') {
        const { prompt, max_age: maxAge, ...rest } = ctx.query;
        const isAgeDeaf =
          unkind.ignoresMaxAge === 'always' || (unkind.ignoresMaxAge === 'of 0' && maxAge === '0');
        ctx.query = {
          ...rest,
          ...(age < unkind.ignoresPromptFor ? {} : { prompt }),
          ...(isAgeDeaf ? {} : { max_age: maxAge }),
        };
      }
      await next();
      if (ctx.oidc?.session) sessionIds.add(ctx.oidc.session.id);
    });
    return made;
  }

  const serve = () => {
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
    unkind,
    async age(seconds) {
      for (const id of sessionIds) {
        const session = await provider.Session.find(id);
        if (session?.loginTs === undefined) continue;
        session.loginTs -= seconds;
        await session.persist();
      }
    },
    async rotate() {
      keys = [await newKey(`key-${Date.now()}`)];
      provider = newProvider();
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
