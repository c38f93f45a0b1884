// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Me } from '../../../server/contract/person.ts';
import { ids } from '../../../server/contract/testing/ids.ts';
import { pageData, student, teacher } from '../../testing/sample.ts';
import { show } from '../../testing/show.tsx';
import { hasNoRoleOrClass } from '../no-role-or-class.ts';
import FrontDoor from './front-door.tsx';
import NoRolePage from './no-role-page.tsx';
import SessionEndedPage from './session-ended-page.tsx';

const nobody: Me = { id: ids.person('p9'), name: 'Noa', role: null, isAdmin: false, classes: [] };

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('who has no place here', () => {
  it('is a person without a role, or a student without a class', () => {
    expect(hasNoRoleOrClass(nobody)).toBe(true);
    expect(hasNoRoleOrClass({ ...student, classes: [] })).toBe(true);
    expect(hasNoRoleOrClass(student)).toBe(false);
    expect(hasNoRoleOrClass(teacher)).toBe(false);
  });

  it('reads which groups were seen, and whom to ask', () => {
    show(<NoRolePage />, pageData({ ...nobody, groupsSeen: ['staff', 'kitchen'] }));
    expect(screen.getByRole('heading', { name: 'You have no role here yet' })).toBeTruthy();
    expect(screen.getByText('Groups that the school sent: staff, kitchen')).toBeTruthy();
    expect(screen.getByText('the office')).toBeTruthy();
  });

  it('reads, as a student without a class, just that', () => {
    show(<NoRolePage />, pageData({ ...student, classes: [] }));
    expect(screen.getByRole('heading', { name: 'You are in no class yet' })).toBeTruthy();
  });

  it('is led to the state of the server as an administrator', () => {
    show(<NoRolePage />, pageData({ ...nobody, isAdmin: true }));
    const link = screen.getByRole('link', { name: 'State of the server' });
    expect(link.getAttribute('href')).toBe('/homeroom/admin');
  });
});

describe('the front door', () => {
  it('says what is wrong when the school cannot be reached, and lets one try again', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    show(<FrontDoor isOnTheWay={false} />, pageData(null));
    fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() =>
      expect(screen.getByRole('alert').textContent).toContain('cannot be reached'),
    );
    expect(screen.getByRole('button', { name: 'Sign in' })).toBeTruthy();
  });

  it('tells the server that the computer is shared', async () => {
    const fetched = vi.fn<typeof fetch>(() => Promise.reject(new TypeError('Failed to fetch')));
    vi.stubGlobal('fetch', fetched);
    show(<FrontDoor isOnTheWay={false} />, pageData(null));
    fireEvent.click(screen.getByRole('checkbox'));
    fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(fetched.mock.calls[0]?.[1]?.body).toBe('{"shared":true}'));
  });
});

describe('the end of a session', () => {
  it.each([
    ['signed-out', 'You are signed out'],
    ['expired', 'Your sign-in has expired'],
    ['revoked', 'Your sign-in was ended by the school'],
  ] as const)('by being %s says so, and offers the way back', (why, title) => {
    show(<SessionEndedPage why={why} />, pageData(null));
    expect(screen.getByRole('heading', { name: title })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Sign in' })).toBeTruthy();
  });
});
