import { describe, expect, it } from 'vitest';
import { safeReturn } from './return-to.ts';

const origin = 'https://school.example';

describe('where a sign-in leads back to', () => {
  it.each([
    '/',
    '/homeroom/rooms/maths-7a-x1',
    '/homeroom/admin',
    '/homeroom/rooms/a/settings?x=1',
  ])('goes to %s, a page of ours', (path) => {
    expect(safeReturn(path, origin)).toBe(path);
  });

  it.each([
    '//evil.example',
    '//evil.example/homeroom/admin',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example/homeroom/admin',
    'javascript:alert(1)',
    '/\t/evil.example',
    '',
    // Jitsi's addresses are meetings, not pages.
    '/somebodys-meeting',
    '/homeroom/api/sign-out',
    '/homeroom/oidc/auth',
    '/homeroom/signed-in?code=1',
    '/homeroom/../somebodys-meeting',
  ])('goes to the start page instead of %j', (path) => {
    expect(safeReturn(path, origin)).toBe('/');
  });
});
