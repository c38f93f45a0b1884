/**
 * Reads settings one at a time and remembers every fault, so that an
 * administrator learns of all of them at once.
 */

import { readCertificates } from './certificates.ts';
import { errorMessage } from '../http/error-message.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws when the file cannot be read */
export type ReadFile = (path: string) => string;

export type Fault = {
  setting: string;
  /** What stands there now; never a secret's value. */
  given: string;
  expected: string;
  /** File and line, where it came from one. */
  where?: string;
};

/** Where each setting stands that came from a file: `homeroom.env, line 3`. */
export type SettingLocations = ReadonlyMap<string, string>;

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function isUnit(text: string): text is keyof typeof units {
  return text in units;
}

/** `90s`, `30m`, `2h`, `7d`, or `0` → milliseconds. */
function durationOf(text: string): number | null {
  if (text === '0') return 0;
  const [, amount = '', unit = ''] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text) ?? [];
  return isUnit(unit) ? Number(amount) * units[unit] : null;
}

export class SettingsReader {
  readonly faults: Fault[] = [];
  readonly #environment: Environment;
  readonly #readFile: ReadFile;
  readonly #locations: SettingLocations;
  readonly #known = new Set<string>();

  constructor(
    environment: Environment,
    readFile: ReadFile,
    locations: SettingLocations = new Map(),
  ) {
    this.#environment = environment;
    this.#readFile = readFile;
    this.#locations = locations;
  }

  /** Each setting is named once: one that is wrong is not reported as missing too. */
  fault(setting: string, given: string, expected: string): void {
    const ofSame = this.faults.filter((fault) => fault.setting === setting);
    if (ofSame.some((fault) => fault.given === given || given === 'nothing')) return;
    const where = this.#locations.get(setting);
    this.faults.push({ setting, given, expected, ...(where === undefined ? {} : { where }) });
  }

  /** Whether a setting, or one beginning with it, is wrong. */
  isFaulty(setting: string): boolean {
    return this.faults.some((fault) => fault.setting.startsWith(setting));
  }

  /** The value as it stands, trimmed; `undefined` when it is not set or empty. */
  text(setting: string): string | undefined {
    this.#known.add(setting);
    return this.#environment[setting]?.trim() || undefined;
  }

  /** As it was given, for a sentence about it. */
  given(setting: string, fallback: string): string {
    const text = this.text(setting);
    return text === undefined ? `${fallback}, the default` : quoted(text);
  }

  /** Something is set that is of no use without `needed`: half of it may have been lost. */
  refuseHalf(needed: string, what: string, belongs: (name: string) => boolean): void {
    if (this.text(needed) !== undefined) return;
    const lonely = Object.keys(this.#environment)
      .toSorted()
      .find((name) => belongs(name) && this.text(name) !== undefined);
    if (lonely !== undefined) this.fault(needed, 'nothing', `${what}, which ${lonely} is set for`);
  }

  /** A value with a default that `parse` understands, or a fault. */
  value<T>(setting: string, fallback: T, expected: string, parse: (text: string) => T | null): T {
    const text = this.text(setting);
    if (text === undefined) return fallback;
    const value = parse(text);
    if (value !== null) return value;
    this.fault(setting, quoted(text), expected);
    return fallback;
  }

  flag(setting: string): boolean {
    return this.value(setting, false, '1 or 0', (text) =>
      text === '1' ? true : text === '0' ? false : null,
    );
  }

  integer(setting: string, fallback: number, min: number, max: number): number {
    return this.value(setting, fallback, `a whole number from ${min} to ${max}`, (text) => {
      const number = Number(text);
      const fits = /^\d{1,9}$/.test(text) && number >= min && number <= max;
      return fits ? number : null;
    });
  }

  /** Milliseconds. */
  duration(setting: string, fallback: number, min: number, max: number): number {
    const expected = `a duration from ${durationInWords(min)} to ${durationInWords(max)}, such as 90s, 30m, 2h`;
    return this.value(setting, fallback, expected, (text) => {
      const duration = durationOf(text);
      return duration !== null && duration >= min && duration <= max ? duration : null;
    });
  }

  /**
   * At least one; an empty list is not the default, and not nobody. Separated by commas; or by
   * semicolons, where there is one: then an entry may have commas.
   */
  list(setting: string, fallback: readonly string[]): readonly string[] {
    const text = this.#environment[setting];
    this.#known.add(setting);
    if (text === undefined) return fallback;
    const entries = text
      .split(text.includes(';') ? ';' : ',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
    if (entries.length > 0) return entries;
    const expected = `names, separated by commas; without this line it is ${fallback.join(', ')}`;
    this.fault(setting, text.trim() === '' ? 'an empty list' : quoted(text), expected);
    return fallback;
  }

  url(setting: string): URL | undefined {
    const expected = 'an address such as https://meet.school.example, without a path';
    return this.value<URL | undefined>(setting, undefined, expected, (text) => {
      if (!URL.canParse(text)) return null;
      const url = new URL(text);
      const isBare = url.pathname === '/' && !url.search && !url.hash && !url.username;
      return isBare && /^https?:$/.test(url.protocol) ? url : null;
    });
  }

  /** Of the file that the setting names; `undefined` when it is not set or cannot be read. */
  lines(setting: string): readonly string[] | undefined {
    const path = this.text(setting);
    return path === undefined ? undefined : this.#secretFrom(setting, path)?.split(/\r?\n/);
  }

  /** From the setting itself, or from the file that its `_FILE` twin names. */
  secret(setting: string, minBytes: number): string | undefined {
    const twin = `${setting}_FILE`;
    // Not trimmed: spaces may belong to a password.
    const inline = this.text(setting) === undefined ? undefined : this.#environment[setting];
    const path = this.text(twin);
    if (inline !== undefined && path !== undefined) {
      this.fault(twin, 'both', `either ${setting} or ${twin}`);
      return undefined;
    }
    const secret = path === undefined ? inline : this.#secretFrom(twin, path);
    if (secret === undefined) return undefined;
    const bytes = Buffer.byteLength(secret);
    if (bytes >= minBytes) return secret;
    this.fault(path === undefined ? setting : twin, `${bytes} bytes`, `at least ${minBytes} bytes`);
    return undefined;
  }

  /** An authority's, as PEM; `null` when it is not set, or holds none. */
  certificates(setting: string): string | null {
    const text = this.secret(setting, 1);
    if (text === undefined) return null;
    const certificates = readCertificates(text);
    if (certificates.ok) return certificates.pem;
    const twin = `${setting}_FILE`;
    this.fault(
      this.text(twin) === undefined ? setting : twin,
      certificates.found,
      "the authority's certificate in PEM form (from DER: openssl x509 -inform der -in ca.cer -out ca.pem)",
    );
    return null;
  }

  #secretFrom(twin: string, path: string): string | undefined {
    try {
      return this.#readFile(path).replace(/[\r\n]+$/, '');
    } catch (error) {
      this.fault(twin, `${quoted(path)}: ${errorMessage(error)}`, 'a file that Homeroom may read');
      return undefined;
    }
  }

  /**
   * To be called last. Every name beginning with `prefix` that was not asked for is a fault, and so
   * is every other name that is nearly one of ours: `HOMEROM_URL`, `homeroom_url`.
   */
  refuseUnknown(prefix: string, alsoKnown: readonly string[]): void {
    const known = [...this.#known, ...alsoKnown].filter((name) => name.startsWith(prefix));
    for (const name of Object.keys(this.#environment).toSorted()) {
      if (known.includes(name)) continue;
      const near = known.find((other) => isNear(name.toUpperCase(), other));
      if (!name.startsWith(prefix) && near === undefined) continue;
      this.fault(
        name,
        'an unknown name',
        near ? `did you mean ${near}?` : 'a name in docs/configuration.md',
      );
    }
  }
}

/** The given text in quotes, printable on one line and cut where it is long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}…` : text);
}

function durationInWords(milliseconds: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    if (milliseconds >= units[unit] && milliseconds % units[unit] === 0) {
      return `${milliseconds / units[unit]}${unit}`;
    }
  }
  return `${milliseconds}`;
}

/**
 * Whether two names differ by one letter, or by two that are swapped: probably a typing mistake.
 */
function isNear(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 2) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  const shorter = Math.min(one.length, other.length) - start;
  while (end < shorter && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return Math.max(one.length, other.length) - start - end <= 2;
}
