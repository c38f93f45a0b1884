/** What nginx on a host says about Jitsi's site: which file, and what is in it. */
import { dirname, resolve } from 'node:path';
import type { Root } from './root.ts';

export type NginxLine = { text: string; line: number };

export type JitsiSite = {
  /** Where the file really lies. */
  file: string;
  text: string;
  /** Lines of the server that speaks TLS for the domain; the first is 1. */
  from: number;
  to: number;
  includesJaas: boolean;
  /** Whether `/config.js` is answered from a file that a variable names, with SSI. */
  hasMovableConfig: boolean;
  hasColibri: boolean;
  /** `proxy_pass` to the videobridge, where it is in use: `http://127.0.0.1:9090`. */
  colibriUpstream: string;
  /** The Jitsi file that answers `/config.js`. */
  configFile: string | null;
  /** Lines that would be in the way of Homeroom's. */
  collisions: NginxLine[];
  /** Lines that log addresses with passes in them. */
  talkative: NginxLine[];
  /** `host:port` of Prosody's HTTP behind it; `null` where that is not said in plain words. */
  prosodyAddress: string | null;
};

export type NginxSurvey = { sites: JitsiSite[]; isThere: boolean };

export const jaasFolder = '/etc/jitsi/meet/jaas';

export function surveyNginx(root: Root, domain: string): NginxSurvey {
  const isThere = root.read('/etc/nginx/nginx.conf') !== null;
  const folders = ['/etc/nginx/sites-enabled', '/etc/nginx/conf.d'];
  const files = new Set(
    folders.flatMap((folder) =>
      root
        .list(folder)
        .filter((name) => folder.endsWith('sites-enabled') || name.endsWith('.conf'))
        .map((name) => root.realPath(`${folder}/${name}`)),
    ),
  );
  const sites = [...files].flatMap((file) => {
    const text = root.read(file);
    return text === null ? [] : sitesIn(root, file, text, domain);
  });
  return { sites, isThere };
}

/** The same text with comments made of spaces. */
const withoutComments = (text: string): string =>
  text.replaceAll(/(^|\s)#[^\n]*/g, (comment) => comment.replaceAll(/[^\n]/g, ' '));

function sitesIn(root: Root, file: string, text: string, domain: string): JitsiSite[] {
  const source = withoutComments(text);
  return serversIn(source)
    .filter(({ body }) => namesOf(body).includes(domain) && /^\s*ssl_certificate\s/m.test(body))
    .map((server) => siteOf(root, { file, text, source, domain, ...server }));
}

type Server = { start: number; end: number; body: string };

function serversIn(source: string): Server[] {
  const found: Server[] = [];
  for (const { index } of source.matchAll(/^\s*server\s*\{/gm)) {
    const start = source.indexOf('{', index);
    let depth = 0;
    let end = start;
    for (; end < source.length; end += 1) {
      if (source[end] === '{') depth += 1;
      if (source[end] === '}' && --depth === 0) break;
    }
    found.push({ start, end, body: source.slice(start, end) });
  }
  return found;
}

const namesOf = (body: string): string[] =>
  [...body.matchAll(/^\s*server_name\s+([^;]+);/gm)].flatMap(([, names = '']) =>
    names.trim().split(/\s+/),
  );

type Found = Server & { root?: never; file: string; text: string; source: string; domain: string };

function siteOf(root: Root, { file, text, source, start, end, body, domain }: Found): JitsiSite {
  const lineOf = (at: number): number => source.slice(0, at).split('\n').length;
  const linesWith = (pattern: RegExp): NginxLine[] =>
    [...body.matchAll(pattern)].map((found) => ({
      text: found[0].trim(),
      line: lineOf(start + found.index + found[0].search(/\S/)),
    }));
  const configFile = configFileOf(body, domain);
  return {
    file,
    text,
    from: lineOf(start),
    to: lineOf(end),
    includesJaas: /^\s*include\s+\/etc\/jitsi\/meet\/jaas\/\*\.conf\s*;/m.test(body),
    hasMovableConfig: body.includes('alias $config_js_location') && /^\s*ssi\s+on\s*;/m.test(body),
    hasColibri: /^\s*location\s+[^{]*colibri-ws/m.test(body),
    colibriUpstream:
      upstreamOf(source, /colibri-ws[^{]*\{[^}]*proxy_pass\s+https?:\/\/([^/;$\s]+)/) ??
      '127.0.0.1:9090',
    configFile: root.read(configFile) === null ? null : configFile,
    collisions: linesWith(
      /^\s*location\s+(?:=\s+\/|\^~\s+\/homeroom\/|=\s+\/homeroom|=\s+\/pwa-worker\.js)\s*\{/gm,
    ),
    talkative: linesWith(/^\s*access_log\s+(?!off)[^;]*;/gm).filter(
      ({ text: line }) => !/\bjitsi_log\b|\bhomeroom\b/.test(line),
    ),
    prosodyAddress: upstreamOf(
      source,
      /location\s*=\s*\/http-bind\s*\{[^}]*proxy_pass\s+https?:\/\/([^/;\s]+)/,
    ),
  };
}

function configFileOf(body: string, domain: string): string {
  const [, named] =
    /^\s*set\s+\$config_js_location\s+"?([^";\s]+)"?\s*;/m.exec(body) ??
    /location\s*=\s*\/config\.js\s*\{[^}]*alias\s+([^;$\s]+)\s*;/.exec(body) ??
    [];
  return named ?? `/etc/jitsi/meet/${domain}-config.js`;
}

/** What stands behind a `proxy_pass`: an address, or an upstream's first server. */
function upstreamOf(source: string, pattern: RegExp): string | null {
  const [, name = ''] = pattern.exec(source) ?? [];
  if (name === '') return null;
  // Jitsi chooses between several by a map, and the first is `prosody`.
  const upstream = name.startsWith('$') ? 'prosody' : name;
  const [, address] =
    new RegExp(
      `^\\s*upstream\\s+${escape(upstream)}\\s*\\{[^}]*?\\bserver\\s+([^;\\s]+)`,
      'm',
    ).exec(source) ?? [];
  if (address !== undefined) return address;
  return /^[\w.[\]:-]+:\d+$/.test(name) ? name : null;
}

const escape = (text: string): string => text.replaceAll(/[.+^${}()|[\]\\*?]/g, String.raw`\$&`);

/** Files in which a server of Apache names the domain. */
export function apacheSites(root: Root, domain: string | null): string[] {
  const folder = '/etc/apache2/sites-enabled';
  return root
    .list(folder)
    .map((name) => resolve(dirname(`${folder}/x`), name))
    .filter((path) => {
      const text = root.read(path) ?? '';
      return domain === null
        ? /jitsi/i.test(text)
        : new RegExp(`^\\s*Server(?:Name|Alias)\\s[^\\n]*\\b${escape(domain)}\\b`, 'im').test(text);
    });
}
