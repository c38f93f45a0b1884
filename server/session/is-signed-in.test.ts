import { describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { createStores } from '../serve/stores.ts';
import { configOf, openSchool } from '../testing/school.ts';
import { cookieJar } from './cookies.ts';
import { createIsSignedIn } from './is-signed-in.ts';

const hour = 60 * 60_000;

async function openFinn() {
  const school = await openSchool();
  const finn = await school.signIn('finn');
  const cookie = `__Host-homeroom=${finn.cookie('__Host-homeroom')}`;
  const isSignedIn = createIsSignedIn({
    store: createStores(school.db).sessions,
    jar: cookieJar(true),
    settings: configOf().session,
    clock: school.now,
  });
  return { school, finn, cookie, isSignedIn, ask: () => isSignedIn(cookie) };
}

describe('whether cookies are of somebody who is signed in', () => {
  it('is told by the session, among other cookies, too', async () => {
    const { isSignedIn, cookie, ask } = await openFinn();
    expect(await ask()).toBe(true);
    expect(await isSignedIn(`homeroom-theme=dark; ${cookie}; x=1`)).toBe(true);
  });

  it.each([
    ['none', undefined],
    ['an empty one', '__Host-homeroom='],
    ['a made-up one', '__Host-homeroom=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['no cookie at all', '; ;;=;'],
  ])('is not told by %s', async (_, cookies) => {
    const { isSignedIn } = await openFinn();
    expect(await isSignedIn(cookies)).toBe(false);
  });

  it('is not told by a cookie of the same value and another name', async () => {
    const { isSignedIn, cookie } = await openFinn();
    expect(await isSignedIn(cookie.replace('__Host-', ''))).toBe(false);
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
