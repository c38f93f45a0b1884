/** A Homeroom in process that takes its people from a school's provider. */
import { foreignProvider } from '../../../server/session/foreign-provider.ts';
import type { OidcSettings } from '../../../server/session/oidc-settings.ts';
import { openSchool, type School } from '../../../server/testing/school.ts';

export const redirectUri = 'https://school.example/homeroom/signed-in';
export const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const notOurs = () => Promise.reject(new Error('theirs to make'));

export const settingsFor = (issuer: string, about: Partial<OidcSettings> = {}): OidcSettings => ({
  issuer,
  clientId: 'homeroom',
  clientSecret: null,
  ca: null,
  scope: 'openid profile',
  groupsClaim: 'realm_access.roles',
  groupNames: new Map([['8c1d', 'teachers']]),
  groupsSeparator: null,
  ...about,
});

export async function openSchoolOf(
  issuer: string,
  about: Partial<OidcSettings> = {},
): Promise<School> {
  const own = foreignProvider({
    settings: settingsFor(issuer, about),
    homeUrl: 'https://school.example/',
    clock: Date.now,
    log,
    keysCooldown: 0,
  });
  const school = await openSchool({
    provider: { ...own, idToken: notOurs, sign: notOurs },
    directory: null,
  });
  // The provider's clock is the real one.
  school.pass(Date.now() - school.now());
  return school;
}
