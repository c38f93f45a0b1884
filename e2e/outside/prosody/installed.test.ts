/**
 * What Prosody itself makes of its files after `homeroom install`, on each layout of a Jitsi host
 * that is known: its own reader of settings is asked.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  bringPrograms,
  domain,
  layouts,
  makeHost,
  type TestHost,
} from '../../../server/install/testing/host.ts';
import { installOn } from '../../../server/install/testing/install-on.ts';

const script = join(import.meta.dirname, 'read-config.lua');
const parts = ['', 'conference.', 'breakout.', 'lobby.', 'focus.'].map((name) => name + domain);

let host: TestHost;
afterEach(() => host.remove());

function read(option: string, ...hosts: string[]): string[] {
  const said = execFileSync('lua5.4', [script, host.folder, option, ...hosts], {
    encoding: 'utf8',
  });
  return said.trimEnd().split('\n');
}

const otherRules =
  /muc_allowners|muc_wait_for_host|persistent_lobby|token_affiliation_legacy|lobby_autostart/;

describe.each(layouts)('on the layout %s', (layout) => {
  it('mod_homeroom is on its five hosts, what was there stays, and no other token counts', async () => {
    host = makeHost(layout);
    bringPrograms(host);
    const before = read('modules_enabled', ...parts);
    await installOn(host);
    const after = read('modules_enabled', ...parts);

    for (const [index, list] of after.entries()) {
      const modules = list.split(' ');
      expect(modules.at(-1)).toBe('homeroom');
      expect(new Set(modules).size).toBe(modules.length);
      // The way to jicofo had none of its own: what is read there is the list for all hosts.
      const own = list === 'homeroom' ? '' : (before[index] ?? '');
      const kept = own.split(' ').filter((name) => name !== '' && !otherRules.test(name));
      expect(modules).toEqual(expect.arrayContaining(kept));
      expect(list).not.toMatch(otherRules);
    }
    expect(after[1]).toMatch(
      /muc_meeting_id.*token_verification|token_verification.*muc_meeting_id/,
    );
    expect(after[1]).toContain('muc_resource_validate');

    expect(read('restrict_room_creation', ...parts.slice(1, 4))).toEqual(['true', 'true', 'true']);
    expect(read('authentication', domain)).toEqual(['homeroom']);
    expect(read('allow_empty_token', domain)).toEqual(['false']);
    expect(read('asap_accepted_issuers', domain)).toEqual(['homeroom']);
    expect(read('asap_accepted_audiences', domain)).toEqual(['homeroom']);
    expect(read('asap_require_room_claim', domain)).toEqual(['true']);
    expect(read('cache_keys_url', domain, '*')).toEqual(['nil', 'nil']);
    expect(read('app_secret', domain)).toEqual([
      host.read('/etc/prosody/homeroom/app.secret').trim(),
    ]);
  });

  it('what is open past nginx, to other servers and to guests is closed', async () => {
    host = makeHost(layout);
    bringPrograms(host);
    await installOn(host);
    expect(read('https_ports', '*')).toEqual(['']);
    expect(read('http_interfaces', '*')).toEqual(['127.0.0.1 ::1']);
    expect(read('modules_disabled', '*')).toEqual(['s2s']);
    expect(read('allow_registration', '*')).toEqual(['false']);
    const hasGuests = ['secure-domain', 'keycloak', 'jitsi-token'].includes(layout);
    expect(read('enabled', `guest.${domain}`)).toEqual([hasGuests ? 'false' : 'nil']);
    const paths = read('plugin_paths', '*')[0] ?? '';
    expect(paths).toMatch(/^\/usr\/lib\/homeroom\/deploy\/prosody .*\/usr\/share\/jitsi-meet/);
  });
});
