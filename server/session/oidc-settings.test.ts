import { describe, expect, it } from 'vitest';
import { SettingsReader } from '../settings/settings-reader.ts';
import { readOidcSettings } from './oidc-settings.ts';

function read(more: Record<string, string> = {}, file = '') {
  const reader = new SettingsReader(
    { HOMEROOM_OIDC_ISSUER: 'https://id.school.example', ...more },
    () => file,
  );
  const settings = readOidcSettings(reader);
  return { settings, faults: reader.faults.map(({ setting, given }) => `${setting}: ${given}`) };
}

describe('settings of the school’s own provider', () => {
  it('are none without an issuer', () => {
    expect(readOidcSettings(new SettingsReader({}, () => ''))).toBeNull();
  });

  it('take one string as one group, and trust what Node trusts', () => {
    expect(read().settings).toMatchObject({ groupsSeparator: null, ca: null });
  });

  it.each([
    [';', ';'],
    [',', ','],
    ['|', '|'],
    ['space', ' '],
  ])('name what separates groups: %j', (given, separator) => {
    expect(read({ HOMEROOM_OIDC_GROUPS_SEPARATOR: given })).toMatchObject({
      settings: { groupsSeparator: separator },
      faults: [],
    });
  });

  it.each(['; ,', 'and', 'x'])('do not take %j for a separator', (given) => {
    const { faults } = read({ HOMEROOM_OIDC_GROUPS_SEPARATOR: given });
    expect(faults).toEqual([`HOMEROOM_OIDC_GROUPS_SEPARATOR: ${JSON.stringify(given)}`]);
  });

  it('refuse a file of certificates that holds none', () => {
    const { faults, settings } = read({ HOMEROOM_OIDC_CA_FILE: '/etc/ca.pem' }, 'garbage');
    expect(faults).toEqual(['HOMEROOM_OIDC_CA_FILE: no certificate']);
    expect(settings?.ca).toBeNull();
  });
});
