import { afterEach, describe, expect, it } from 'vitest';
import {
  bringPrograms,
  configFile,
  domain,
  domainFile,
  layouts,
  makeHost,
  siteFile,
  type TestHost,
} from './testing/host.ts';
import { accounts, installOn, uninstallOn } from './testing/install-on.ts';

let host: TestHost;
afterEach(() => host.remove());

const jitsis = ['/etc/prosody', '/etc/nginx', '/etc/jitsi', '/usr', '/etc/systemd'] as const;

describe.each(layouts)('on the layout %s', (layout) => {
  it('a second run changes nothing, and uninstall brings every byte back', async () => {
    host = makeHost(layout);
    bringPrograms(host);
    const before = host.everything(...jitsis);
    const first = await installOn(host);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain(
      `nobody without a school account enters a meeting at https://${domain}`,
    );
    const installed = host.everything('/');
    expect(host.read(domainFile).trimEnd().split('\n').at(-1)).toBe(
      'Include "/etc/jitsi/homeroom/live/prosody.cfg.lua"',
    );
    const again = await installOn(host, ['--yes']);
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(again.out).toContain('nothing has to be changed');
    expect(host.everything('/')).toEqual(installed);
    const back = await uninstallOn(host);
    expect(back).toMatchObject({ code: 0, err: '' });
    expect(host.everything(...jitsis)).toEqual(before);
  });
});

describe('what is asked and said', () => {
  it('nothing is changed before yes was typed', async () => {
    host = makeHost('july-2026');
    bringPrograms(host);
    const before = host.everything('/');
    const said = await installOn(host, accounts, { typed: 'y\n' });
    expect(said.code).toBe(1);
    expect(said.out).toContain('Nothing was changed.');
    expect(host.everything('/')).toEqual(before);
  });

  it('the plan shows every file as a diff, and no secret', async () => {
    host = makeHost('tokens');
    bringPrograms(host);
    const said = await installOn(host, ['--dry-run', ...accounts]);
    expect(said.code).toBe(0);
    expect(said.out).toContain(`--- ${domainFile}`);
    expect(said.out).toContain('+Include "/etc/jitsi/homeroom/live/prosody.cfg.lua"');
    expect(said.out).toContain('+jicofo.conference.enable-auto-owner = false');
    expect(said.out).not.toMatch(/[0-9a-f]{48}|password-of-focus|key-of-another-program/);
  });

  it('where accounts are has to be said, and is tried at once', async () => {
    host = makeHost('july-2026');
    bringPrograms(host);
    const before = host.everything('/');
    expect(await installOn(host, ['--yes'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('--set HOMEROOM_LDAP_URL='),
    });
    const tried: string[] = [];
    const said = await installOn(host, [], {
      typed: '1\nldaps://ldap.school.example\n\nou=people,dc=s\n\ncn=homeroom\nsecret',
      tryAccounts: async (values) => {
        tried.push(values['HOMEROOM_LDAP_URL'] ?? '', values['HOMEROOM_LDAP_PRESET'] ?? '');
        return 'The directory cannot be asked: nobody is there';
      },
    });
    expect(tried).toEqual(['ldaps://ldap.school.example', 'openldap']);
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining('nobody is there') });
    expect(host.everything('/')).toEqual(before);
  });
});

describe('side doors', () => {
  it('are closed in what Prosody reads', async () => {
    host = makeHost('jitsi-token');
    bringPrograms(host);
    await installOn(host);
    const lua = host.read('/etc/jitsi/homeroom/live/prosody.cfg.lua');
    expect(lua).toContain(`VirtualHost "guest.${domain}"\n  enabled = false`);
    expect(lua).toContain('https_ports = { }');
    expect(lua).not.toMatch(/@[A-Z_]+@/);
    expect(lua).toContain('"token_affiliation"; "homeroom"');
  });

  it('of a provider in the browser are closed in config.js', async () => {
    host = makeHost('keycloak');
    bringPrograms(host);
    await installOn(host);
    const js = host.read('/etc/jitsi/meet/homeroom-config.js');
    expect(js).toContain('config.tokenAuthInline = false');
    expect(js).toContain('delete config.sso');
    expect(js.split('\n')[0]).toBe('<!--# include virtual="/homeroom-jitsi-config.js" -->');
    expect(js).toContain(`'https://${domain}'`);
  });
});

describe('an old site of nginx', () => {
  it('without hooks gets one line, and config.js a block', async () => {
    host = makeHost('before-june-2026');
    bringPrograms(host);
    const { withoutHooks } = await import('./testing/web-layouts.ts');
    host.write(siteFile, withoutHooks(host.read(siteFile)));
    const before = host.everything(...jitsis);
    expect(await installOn(host)).toMatchObject({ code: 0, err: '' });
    expect(host.read(siteFile)).toContain(
      '    include /etc/jitsi/meet/jaas/*.conf;\n\n    location',
    );
    expect(host.read(configFile)).toContain('// Homeroom begins');
    expect(await installOn(host, ['--yes'])).toMatchObject({ code: 0, err: '' });
    await uninstallOn(host);
    expect(host.everything(...jitsis)).toEqual(before);
  });
});
