/**
 * The tests' Prosody against the configuration that Jitsi's Debian package writes: the same
 * hosts, modules and limits, but for the differences named here. Needs Jitsi's sources:
 * HOMEROOM_TEST_JITSI_SOURCES names a folder with `doc/debian` in it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { domain, prosodyConfig } from './config.ts';

const sources = process.env['HOMEROOM_TEST_JITSI_SOURCES'];
const plugins = process.env['HOMEROOM_TEST_JITSI_PLUGINS'];
const path = 'doc/debian/jitsi-meet-prosody/prosody.cfg.lua-jvb.example';

type Host = { kind: string; modules: string[]; options: Map<string, string> };

/** Every host with what it loads; the settings above the first host stand under `*`. */
function hostsOf(config: string): Map<string, Host> {
  const text = config.replaceAll(/^\s*--.*$/gm, '').replaceAll(/\s--\s.*$/gm, '');
  const parts = text.split(/^(?=(?:VirtualHost|Component) ")/m);
  return new Map(
    parts.map((part) => {
      const [, what = '', name = '*', by = ''] =
        /^(VirtualHost|Component) "([^"]+)"(?: "([^"]+)")?/.exec(part) ?? [];
      const list = /modules_enabled = \{([^}]*)\}/.exec(part)?.[1] ?? '';
      const modules = [...list.matchAll(/"([^"]+)"/g)].map(([, module = '']) => module);
      const options = [...part.matchAll(/^\s*(\w+)\s*=\s*([^{\n]+?);?\s*$/gm)];
      return [
        name,
        {
          kind: `${what} ${by}`.trim(),
          modules: modules.toSorted(),
          options: new Map(options.map(([, key = '', value = '']) => [key, value])),
        },
      ];
    }),
  );
}

/** Beside Debian's: what docs/jitsi.md adds, and what the tests connect through. */
const added: Record<string, readonly string[]> = {
  [domain]: ['homeroom', 'presence_identity'],
  [`conference.${domain}`]: [
    'homeroom',
    'muc_resource_validate',
    'token_affiliation',
    'token_verification',
  ],
  [`breakout.${domain}`]: ['homeroom'],
  [`lobby.${domain}`]: ['homeroom'],
  [`focus.${domain}`]: ['homeroom'],
  [`auth.${domain}`]: ['websocket'],
  [`recorder.${domain}`]: ['websocket'],
};
/** Named by the template, though Jitsi has had no such module since its polls are a component. */
const gone: Record<string, readonly string[]> = { [`breakout.${domain}`]: ['polls'] };

/** Options whose value matters to what is tested; the others are names, paths and secrets. */
const compared = [
  'restrict_room_creation',
  'storage',
  'muc_room_locking',
  'muc_room_default_public_jids',
  'component_admins_as_room_owners',
  'smacks_max_unacked_stanzas',
  'smacks_hibernation_time',
  'smacks_max_old_sessions',
  'c2s_require_encryption',
  'cross_domain_bosh',
  'consider_bosh_secure',
  'consider_websocket_secure',
  'muc_component',
  'breakout_rooms_component',
  'target_address',
];

describe.skipIf(!sources)("the tests' Prosody and Debian's template", () => {
  const template = (): Map<string, Host> =>
    hostsOf(
      readFileSync(join(sources ?? '', path), 'utf8')
        .replaceAll('jitmeet.example.com', domain)
        .replaceAll('focusUser', 'focus'),
    );
  const keys = { pass: 'p', command: 'c', event: 'e' };
  const ours = hostsOf(prosodyConfig('/tmp', 5280, 'http://127.0.0.1', keys, {}));

  it('have the same hosts', () => {
    expect(template().size).toBeGreaterThan(10);
    expect([...ours.keys()].toSorted()).toEqual([...template().keys()].toSorted());
  });

  it.each([...ours.keys()].filter((name) => name !== '*'))('load the same on %s', (name) => {
    const there = template().get(name);
    const here = ours.get(name);
    expect(here?.kind).toBe(there?.kind);
    const expected = [...(there?.modules ?? []), ...(added[name] ?? [])];
    const absent = gone[name] ?? [];
    expect(here?.modules).toEqual(expected.filter((module) => !absent.includes(module)).toSorted());
  });

  it.each([...ours.keys()])('set the same limits on %s', (name) => {
    const valuesOf = (host: Host | undefined): object =>
      Object.fromEntries(compared.map((option) => [option, host?.options.get(option)]));
    expect(valuesOf(ours.get(name))).toEqual(valuesOf(template().get(name)));
  });
});

describe.skipIf(!plugins)("Jitsi's own plugins", () => {
  it('take the place of every stand-in', () => {
    const standIns = readdirSync(join(import.meta.dirname, 'plugins')).filter(
      (name) => name.endsWith('.lua') && !name.startsWith('mod_test_'),
    );
    expect(standIns.length).toBeGreaterThan(10);
    const theirs = readdirSync(plugins ?? '');
    expect(standIns.filter((name) => !theirs.includes(name))).toEqual([]);
  });
});
