/** The texts of Homeroom's own files on a Jitsi host, made of those in deploy/. */
import { jitsiConfig, keysOfProsody } from './places.ts';
import type { Values } from './settings.ts';
import type { Survey } from './survey.ts';

/** Reads a file of deploy/: `nginx/homeroom.conf`. */
export type Template = (name: string) => string;

export type Parts = {
  found: Survey;
  values: Values;
  template: Template;
  /** Where the program lies on the host: with deploy/prosody below. */
  program: string;
  node: string;
  hosts: { closed: readonly string[]; hasTokenAffiliation: boolean };
};

const head = (sign: string): string =>
  `${sign} Written by \`homeroom install\`, and again when it runs again: see docs/jitsi.md.\n`;

export const nothingYet = (sign: string): string =>
  `${sign} Homeroom is not in force: this file is read in place of Homeroom's own, and says nothing.\n`;

export function prosodyText({ found, values, template, program, hosts }: Parts): string {
  const { jitsi } = found;
  if (!jitsi) throw new Error('no Jitsi was picked');
  const port = values['HOMEROOM_INTERNAL_PORT'] ?? '';
  const closed = hosts.closed.map((name) => `VirtualHost "${name}"\n  enabled = false\n`);
  const words: Record<string, string> = {
    DOMAIN: jitsi.domain,
    MAIN: jitsi.names.main,
    BREAKOUT: jitsi.names.breakout,
    LOBBY: jitsi.names.lobby,
    FOCUS: jitsi.names.focus,
    FOCUS_ACCOUNT: jitsi.focusAccount,
    PLUGINS: `${program}/deploy/prosody`,
    KEYS: keysOfProsody,
    INTERNAL_PORT: port,
    APP_ID: values['HOMEROOM_JITSI_APP_ID'] ?? 'homeroom',
    AFFILIATION: hosts.hasTokenAffiliation ? '"token_affiliation"; ' : '',
    CLOSED: closed.length === 0 ? '-- (nowhere)' : closed.join('\n').trimEnd(),
    TOKENS: tokens(values, port),
  };
  return template('install/prosody.cfg.lua').replaceAll(/@([A-Z_]+)@/g, (whole, word: string) => {
    const text = words[word];
    if (text === undefined) throw new Error(`${whole} is no place in the template`);
    return text;
  });
}

/** Signed with a secret that both know, or with keys that Prosody fetches from Homeroom. */
const tokens = (values: Values, port: string): string =>
  (values['HOMEROOM_PASS_KEYS'] ?? '') === ''
    ? '  app_secret = read_key("app.secret")\n  signature_algorithm = "HS256"\n  asap_key_server = nil'
    : `  app_secret = nil\n  signature_algorithm = "RS256"\n  asap_key_server = "http://127.0.0.1:${port}/internal/keys"`;

/** Where `/config.js` of Jitsi itself is found by the file that stands in its place. */
const originalConfig = '/homeroom-jitsi-config.js';

export function nginxText({ found, values, template }: Parts): string {
  const [site] = found.nginx.sites;
  const port = found.prosody?.httpPort ?? 5280;
  const parts = [template('nginx/homeroom.conf')];
  if (site?.hasColibri) {
    const colibri = template('nginx/homeroom-colibri.conf');
    parts.push(colibri.replaceAll('127.0.0.1:9090', site.colibriUpstream));
  }
  if (site?.hasMovableConfig && site.configFile !== null) {
    parts.push(`# Jitsi's config.js, with Homeroom's part behind it.
set $config_js_location ${jitsiConfig};
location = ${originalConfig} {
    internal;
    alias ${site.configFile};
}
`);
  }
  return (head('#') + parts.join('\n'))
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${values['HOMEROOM_PORT'] ?? ''}`)
    .replaceAll('127.0.0.1:5280', `127.0.0.1:${port}`);
}

export const nginxHttpText = ({ template }: Parts): string =>
  head('#') + template('nginx/homeroom-http.conf');
export const nginxProxyText = ({ template }: Parts): string =>
  head('#') + template('nginx/homeroom-proxy.conf');
/** A page for people, which says nothing of how it came here. */
export const nginxAwayText = ({ template }: Parts): string => template('nginx/homeroom-away.html');

/** Homeroom's part of config.js. */
export const configBlock = ({ values, template }: Parts): string =>
  template('jitsi/homeroom-config.js').replace(
    "'https://meet.example.org'",
    () => `'${values['HOMEROOM_URL'] ?? ''}'`,
  );

export const wrappedConfig = (parts: Parts): string =>
  `<!--# include virtual="${originalConfig}" -->\n${configBlock(parts)}`;

export const jicofoBlock = `jicofo.conference.enable-auto-owner = false
jicofo.authentication.enabled = false`;

/** Where the package has brought none. */
export const unitText = ({ template, program, node }: Parts): string =>
  template('systemd/homeroom.service')
    .replaceAll(/\/(?:opt|usr\/lib)\/homeroom\/node\/bin\/node/g, node)
    .replaceAll(/\/(?:opt|usr\/lib)\/homeroom\b/g, program);
