/** The embedded OpenID provider, as the session slice sees it: its own keys, its own claims. */
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { Provider } from './provider.ts';

const OwnClaims = z.object({ name: z.string().min(1), groups: z.array(z.string()) });

export function embeddedProvider(identity: {
  issuer: string;
  clientId: string;
  scope: string;
  jwks(): JSONWebKeySet;
}): Provider {
  return {
    issuer: identity.issuer,
    clientId: identity.clientId,
    scope: identity.scope,
    keys: createLocalJWKSet(identity.jwks()),
    sendsIssuer: () => Promise.resolve(true),
    // It asks for the password each time, so there is no sign-in to be confirmed.
    keepsSignIn: false,
    async readPerson(claims) {
      return { ok: true, ...OwnClaims.parse(claims) };
    },
    signOutUrl: () => null,
  };
}
