/** The settings that `install` writes into `/etc/homeroom/homeroom.env`, and what stands there already. */
import { keysOfProsody, settingsFolder } from './places.ts';
import type { Root } from './root.ts';
import type { Survey } from './survey.ts';

export type Values = Readonly<Record<string, string>>;

export const keyFiles = {
  HOMEROOM_JITSI_APP_SECRET: 'app.secret',
  HOMEROOM_COMMAND_KEY: 'command.key',
  HOMEROOM_EVENT_KEY: 'event.key',
} as const;

/** The videobridge's own HTTP has 8080 on a Jitsi host, and jicofo's 8888. */
const firstPort = 8070;

function freePort(found: Survey, taken: readonly number[]): number {
  let port = firstPort;
  while (found.ports.has(port) || taken.includes(port)) port += 1;
  return port;
}

/**
 * What Homeroom needs to know about this Jitsi. What the administrator has written already stays.
 * @param given by the administrator now: where accounts are
 */
export function settingsFor(found: Survey, given: Values): Values {
  const there = { ...found.environment, ...given };
  const domain = found.jitsi?.domain ?? '';
  const isSet = (name: string): boolean => (there[name] ?? '') !== '';
  const port = isSet('HOMEROOM_PORT') ? Number(there['HOMEROOM_PORT']) : freePort(found, []);
  const url = `https://${domain}`;
  const defaults: Record<string, string> = {
    HOMEROOM_URL: url,
    HOMEROOM_PORT: String(port),
    HOMEROOM_TRUSTED_PROXIES: '127.0.0.1',
    HOMEROOM_JITSI_URL: url,
    HOMEROOM_JITSI_APP_ID: 'homeroom',
    HOMEROOM_JITSI_XMPP_DOMAIN: domain,
    HOMEROOM_PROSODY_URL: `http://127.0.0.1:${found.prosody?.httpPort ?? 5280}`,
    HOMEROOM_INTERNAL_PORT: String(freePort(found, [port])),
  };
  const own = new Map<string, string>();
  for (const [name, value] of Object.entries(defaults)) if (!isSet(name)) own.set(name, value);
  for (const [name, file] of Object.entries(keyFiles)) {
    const isElsewhere = isSet(name) || isSet(`${name}_FILE`);
    const isReplaced = name === 'HOMEROOM_JITSI_APP_SECRET' && isSet('HOMEROOM_PASS_KEYS');
    if (!isElsewhere && !isReplaced) own.set(`${name}_FILE`, `${settingsFolder}/${file}`);
  }
  return { ...there, ...Object.fromEntries(own) };
}

/** Settings that this way of installing cannot follow. */
export function settingsRefusals(found: Survey, values: Values): string[] {
  const url = values['HOMEROOM_URL'] ?? '';
  const host = URL.canParse(url) ? new URL(url).host : '';
  return host === found.jitsi?.domain
    ? []
    : [
        `HOMEROOM_URL in /etc/homeroom/homeroom.env is ${url}, and not the Jitsi's own address. A host of its own is the stronger choice, and set up by hand: docs/jitsi.md says how.`,
      ];
}

/** The file with further lines; those that are there stay as they are, but for what is given anew. */
export function envFileWith(text: string, values: Values, there: Values): string {
  const changed = Object.entries(values).filter(([name, value]) => there[name] !== value);
  const replaced = changed.filter(([name]) => there[name] !== undefined).map(([name]) => name);
  const kept = text
    .split('\n')
    .filter((line) => !replaced.some((name) => new RegExp(`^\\s*${name}\\s*=`).test(line)))
    .join('\n');
  if (changed.length === 0) return text;
  const gap = kept === '' || kept.endsWith('\n') ? '' : '\n';
  const lines = changed.map(([name, value]) => `${name}=${quotedValue(value)}`);
  return `${kept}${gap}${lines.join('\n')}\n`;
}

/** As `docs/configuration.md` says the file is read: what is plain stays plain. */
function quotedValue(value: string): string {
  if (/^[^\s"'\\][^\\\n]*$/.test(value) && value === value.trim()) return value;
  return `"${value.replaceAll(/["\\`$]/g, String.raw`\$&`)}"`;
}

/** A key that is there is used on: lessons that run go on by it. */
export function keyThere(root: Root, values: Values, name: keyof typeof keyFiles): string | null {
  const inline = values[name];
  if (inline !== undefined && inline !== '') return inline;
  const places = [values[`${name}_FILE`], `${keysOfProsody}/${keyFiles[name]}`];
  for (const path of places) {
    const text = path === undefined ? undefined : root.read(path)?.trim();
    if (text !== undefined && text.length >= 32) return text;
  }
  return null;
}
