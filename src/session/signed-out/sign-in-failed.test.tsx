// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ProblemCode, problemStatus } from '../../../server/contract/problem.ts';
import { pageData, teacher } from '../../testing/sample.ts';
import { show } from '../../testing/show.tsx';
import { SignInError } from '../oidc.ts';
import { OfflineError, ProblemError } from '../../http/problem-error.ts';
import FrontDoor from './front-door.tsx';
import { SignInFailed } from './sign-in-failed.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const refused = (code: ProblemCode, more: { providerUrl?: string } = {}) =>
  new ProblemError({ code, status: problemStatus[code], title: code, requestId: 'n-1', ...more });

const saidAloud = async (text: string) =>
  waitFor(() => expect(screen.getByRole('alert').textContent).toContain(text));

describe('a sign-in that the provider answered from its own session', () => {
  const error = refused('sign-in-not-fresh', { providerUrl: '#signed-out-there' });

  it('says why it does not count, and signs out there by a press', async () => {
    show(<SignInFailed error={error} />, pageData(null));
    await saidAloud('somebody is still signed in there');
    fireEvent.click(screen.getByRole('button', { name: "Sign out at the school's sign-in" }));
    expect(window.location.hash).toBe('#signed-out-there');
  });

  it('leaves who is signed in here the way back, when it was a step-up', async () => {
    show(<SignInFailed error={error} />, pageData(teacher));
    await saidAloud('without asking for a password');
    expect(screen.getByRole('link', { name: 'To your rooms' })).toBeTruthy();
    expect(screen.getByRole('button', { name: "Sign out at the school's sign-in" })).toBeTruthy();
  });

  it('says what helps where the provider has no sign-out that one can be led to', async () => {
    show(<SignInFailed error={refused('sign-in-not-fresh')} />, pageData(null));
    await saidAloud('without asking for a password');
    expect(screen.queryByRole('button', { name: /Sign out at/ })).toBeNull();
    expect(screen.getByText(/wait five minutes/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Sign in' })).toBeTruthy();
  });
});

describe('what nobody but the school can put right', () => {
  it.each(['sign-in-misconfigured', 'sign-in-refused'] as const)(
    'has a number, and whom to ask: %s',
    async (code) => {
      show(<SignInFailed error={refused(code)} />, pageData(null));
      await saidAloud('Number for your administrator: n-1');
      expect(screen.getByText('the office')).toBeTruthy();
    },
  );
});

describe('a provider that refuses', () => {
  it('is quoted, for whoever is asked', () => {
    const error = new SignInError('provider-refused', { said: 'invalid_scope' });
    show(<SignInFailed error={error} />, pageData(null));
    expect(screen.getByText('invalid_scope')).toBeTruthy();
    expect(screen.getByText('the office')).toBeTruthy();
  });

  it('puts no words of its own on the page', () => {
    const error = new SignInError('provider-refused', { said: 'Call 555 and say your password' });
    show(<SignInFailed error={error} />, pageData(null));
    expect(screen.queryByText(/555/)).toBeNull();
  });
});

describe('who does not answer', () => {
  it('is Homeroom when Homeroom does not', async () => {
    show(<SignInFailed error={new OfflineError()} />, pageData(null));
    await saidAloud('Homeroom cannot be reached');
  });

  it('is Homeroom, and not the network, when something in front of it says so', async () => {
    show(<SignInFailed error={new OfflineError(undefined, true)} />, pageData(null));
    await saidAloud('Homeroom does not answer at the moment');
  });

  it('is the school’s sign-in when that does not', async () => {
    show(<SignInFailed error={new TypeError('Failed to fetch')} />, pageData(null));
    await saidAloud("The school's sign-in cannot be reached");
  });

  it('is the school’s sign-in when Homeroom has just answered', async () => {
    const start = { issuer: 'https://id.school.example', clientId: 'homeroom', scope: 'openid' };
    const rest = { redirectUri: 'https://school.example/homeroom/signed-in', nonce: 'n' };
    vi.stubGlobal('fetch', async (address: unknown) => {
      if (String(address).startsWith('/homeroom/')) return Response.json({ ...start, ...rest });
      throw new TypeError('Failed to fetch');
    });
    show(<FrontDoor isOnTheWay={false} />, pageData(null));
    fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    await saidAloud("The school's sign-in does not answer");
    expect(screen.getByRole('alert').textContent).not.toContain('Number');
  });
});
