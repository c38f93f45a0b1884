import { describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { openSchool } from '../testing/school.ts';

const hour = 60 * 60_000;

async function openFinn() {
  const school = await openSchool();
  const finn = await school.signIn('finn');
  const cookie = `__Host-homeroom=${finn.cookie('__Host-homeroom')}`;
  return { school, finn, cookie, ask: () => school.app.isSignedIn(cookie) };
}

describe('whether cookies are of somebody who is signed in', () => {
  it('is told by the session, among other cookies, too', async () => {
    const { school, cookie, ask } = await openFinn();
    expect(await ask()).toBe(true);
    expect(await school.app.isSignedIn(`homeroom-theme=dark; ${cookie}; x=1`)).toBe(true);
  });

  it.each([
    ['none', undefined],
    ['an empty one', '__Host-homeroom='],
    ['a made-up one', '__Host-homeroom=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['no cookie at all', '; ;;=;'],
  ])('is not told by %s', async (_, cookies) => {
    const { school } = await openFinn();
    expect(await school.app.isSignedIn(cookies)).toBe(false);
  });

  it('is not told by a cookie of the same value and another name', async () => {
    const { school, cookie } = await openFinn();
    expect(await school.app.isSignedIn(cookie.replace('__Host-', ''))).toBe(false);
  });

  it('is over at sign-out', async () => {
    const { finn, ask } = await openFinn();
    await finn.ask('POST', apiPaths.signOut, {});
    expect(await ask()).toBe(false);
  });

  it('is over at the idle limit, which asking does not put off', async () => {
    const { school, ask } = await openFinn();
    school.pass(hour);
    expect(await ask()).toBe(true);
    school.pass(hour + 1);
    expect(await ask()).toBe(false);
  });
});
