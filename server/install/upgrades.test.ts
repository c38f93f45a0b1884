/** What Jitsi's own packages do to a host on which Homeroom is installed, and what `install` makes of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  bringPrograms,
  domain,
  domainFile,
  makeHost,
  siteFile,
  type TestHost,
} from './testing/host.ts';
import { installOn, uninstallOn } from './testing/install-on.ts';

let host: TestHost;
afterEach(() => host.remove());

const lastLine = (): string | undefined => host.read(domainFile).trimEnd().split('\n').at(-1);
const include = 'Include "/etc/jitsi/homeroom/live/prosody.cfg.lua"';

type Edit = (text: string) => string;

/** jitsi-meet-prosody, at every configure of a host that is older than a feature. */
const editsOfProsody: Record<string, Edit> = {
  'appends the room of the bridges': (text) =>
    `${text}\nComponent "internal.auth.${domain}" "muc"\n    storage = "memory"\n    modules_enabled = { "ping"; }\n`,
  'appends the component of the polls': (text) =>
    `${text}\nComponent "polls.${domain}" "polls_component"\n`,
  'takes the polls out of lists': (text) => text.replaceAll('"polls";', '--"polls";'),
  'puts lines at the beginning': (text) =>
    `component_admins_as_room_owners = true\nunlimited_jids = { "focus@auth.${domain}" }\n${text}`,
  'puts a line below the meetings': (text) =>
    text.replace(
      `Component "conference.${domain}" "muc"`,
      `Component "conference.${domain}" "muc"\n    restrict_room_creation = true`,
    ),
  'gives the bridges’ host a certificate': (text) =>
    text.replace(
      `VirtualHost "auth.${domain}"`,
      `VirtualHost "auth.${domain}"\n    ssl = {\n        key = "/etc/prosody/certs/x.key";\n    }`,
    ),
};

/** jitsi-meet-tokens, when it is installed, and when it is removed again. */
const editsOfTokens: Record<string, Edit> = {
  'switches to tokens': (text) =>
    text
      .replace('"jitsi-anonymous" -- do not delete me', '"token" -- do not delete me')
      .replace(' --app_id="example_app_id"', ' app_id="their-id"')
      .replace(' --app_secret="example_app_secret"', ' app_secret="their-secret"')
      .replaceAll(/^(\s*)--\s*"token_verification"/gm, '$1"token_verification"'),
  'switches back': (text) =>
    text
      .replace('"token" -- do not delete me', '"jitsi-anonymous" -- do not delete me')
      .replaceAll(/^(\s*)"token_verification"/gm, '$1-- "token_verification"'),
};

describe.each(Object.entries({ ...editsOfProsody, ...editsOfTokens }))(
  'a package of Jitsi’s %s',
  (_, edit) => {
    it('install mends what it undid, and uninstall leaves what it did', async () => {
      host = makeHost('july-2026');
      bringPrograms(host);
      const original = host.read(domainFile);
      await installOn(host);
      host.write(domainFile, edit(host.read(domainFile)));
      expect(await installOn(host, ['--yes'])).toMatchObject({ code: 0, err: '' });
      expect(lastLine()).toBe(include);
      expect(host.read(domainFile).match(/^Include/gm)).toHaveLength(1);
      expect((await installOn(host, ['--yes'])).out).toContain('nothing has to be changed');
      expect(await uninstallOn(host)).toMatchObject({ code: 0, err: '' });
      expect(host.read(domainFile)).toBe(edit(original));
    });

    it('uninstall alone leaves it, too', async () => {
      host = makeHost('july-2026');
      bringPrograms(host);
      const original = host.read(domainFile);
      await installOn(host);
      host.write(domainFile, edit(host.read(domainFile)));
      await uninstallOn(host);
      expect(host.read(domainFile)).toBe(edit(original));
    });
  },
);

describe('jicofo’s package', () => {
  it('sets a value in its file: that stays, and Homeroom’s lines go', async () => {
    host = makeHost('july-2026');
    bringPrograms(host);
    const file = '/etc/jitsi/jicofo/jicofo.conf';
    const edit: Edit = (text) =>
      text.replace('trusted-domains: [ "recorder', 'trusted-domains: [ "new", "recorder');
    const original = host.read(file);
    await installOn(host);
    host.write(file, edit(host.read(file)), 0o640);
    expect((await installOn(host, ['--yes'])).out).toContain('nothing has to be changed');
    await uninstallOn(host);
    expect(host.read(file)).toBe(edit(original));
  });
});

describe('somebody takes a file of Homeroom’s away', () => {
  it.each([
    '/etc/jitsi/meet/jaas/homeroom.conf',
    '/etc/jitsi/homeroom/on-1/nginx.conf',
    '/etc/jitsi/homeroom/on-1/prosody.cfg.lua',
    '/etc/nginx/conf.d/homeroom-http.conf',
    '/etc/prosody/homeroom/event.key',
    '/usr/local/share/lua/5.4/basexx.lua',
  ])('%s: install brings it back', async (path) => {
    host = makeHost('july-2026');
    bringPrograms(host);
    const before = host.everything('/etc/prosody', '/etc/nginx', '/etc/jitsi', '/usr');
    await installOn(host);
    const { rmSync } = await import('node:fs');
    rmSync(join(host.folder, path));
    expect(await installOn(host, ['--yes'])).toMatchObject({ code: 0, err: '' });
    expect((await installOn(host, ['--yes'])).out).toContain('nothing has to be changed');
    expect(host.read('/etc/jitsi/homeroom/live/prosody.cfg.lua')).toContain(
      'authentication = "homeroom"',
    );
    expect(host.read('/etc/prosody/homeroom/event.key')).toBe(host.read('/etc/homeroom/event.key'));
    await uninstallOn(host);
    expect(host.everything('/etc/prosody', '/etc/nginx', '/etc/jitsi', '/usr')).toEqual(before);
  });
});

const sources = process.env['HOMEROOM_TEST_JITSI_SOURCES'];

describe.skipIf(!sources)('Jitsi’s own templates', () => {
  const template = (name: string): string => readFileSync(join(sources ?? '', name), 'utf8');

  it('are understood, and come back byte for byte', async () => {
    host = makeHost('july-2026');
    bringPrograms(host);
    host.write(
      domainFile,
      template('doc/debian/jitsi-meet-prosody/prosody.cfg.lua-jvb.example')
        .replaceAll('jitmeet.example.com', domain)
        .replaceAll('focusUser', 'focus'),
    );
    host.write(
      siteFile,
      template('doc/debian/jitsi-meet/jitsi-meet.example').replaceAll(
        'jitsi-meet.example.com',
        domain,
      ),
    );
    const before = host.everything('/etc/prosody', '/etc/nginx', '/etc/jitsi');
    const said = await installOn(host);
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(host.read('/etc/jitsi/homeroom/live/nginx.conf')).toContain('$config_js_location');
    await uninstallOn(host);
    expect(host.everything('/etc/prosody', '/etc/nginx', '/etc/jitsi')).toEqual(before);
  });
});
