// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { readCallback } from './oidc.ts';

const start = {
  issuer: 'https://school.example/homeroom/oidc',
  clientId: 'homeroom',
  scope: 'openid',
  redirectUri: 'https://school.example/homeroom/signed-in',
  nonce: 'n',
};

const callback = (query: string) => new URL(`https://school.example/homeroom/signed-in?${query}`);

beforeEach(() => {
  sessionStorage.clear();
  sessionStorage.setItem('homeroom.sign-in', JSON.stringify({ start, returnTo: '/' }));
});

describe('coming back from the provider', () => {
  it('refuses an answer of another provider, before the code is used (RFC 9207)', async () => {
    await expect(
      readCallback(callback('code=c&state=s&iss=https://evil.example')),
    ).rejects.toMatchObject({ reason: 'other-issuer' });
  });

  it('refuses a callback that this tab did not ask for', async () => {
    sessionStorage.clear();
    await expect(readCallback(callback('code=c&state=s'))).rejects.toMatchObject({
      reason: 'not-under-way',
    });
  });

  it('refuses a state that it does not know', async () => {
    await expect(readCallback(callback('code=c&state=forged'))).rejects.toMatchObject({
      reason: 'not-under-way',
    });
  });

  it('can be used once: nothing is left in the storage', async () => {
    await expect(readCallback(callback('code=c&state=s'))).rejects.toThrow();
    expect(sessionStorage).toHaveLength(0);
  });
});
