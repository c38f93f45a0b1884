/**
 * The env file, read as systemd reads an EnvironmentFile (systemd.exec(5)), so
 * that both see the same values: `#` and `;` begin a comment at the start of a
 * line only, quotes enclose a whole value, nothing is expanded. What systemd
 * would drop without a word, or read as something else than it looks like, is a
 * fault here, with its line.
 */

/** `given` never holds a value: it may be a secret. */
export type EnvFault = { line: number; given: string; expected: string };

export type EnvFile = {
  values: Readonly<Record<string, string>>;
  /** Where each name stands. */
  lines: ReadonlyMap<string, number>;
  faults: readonly EnvFault[];
};

export function readEnvFile(bytes: Uint8Array): EnvFile {
  const text = decode(bytes);
  return text === null
    ? refused(1, 'text that is not UTF-8', 'a text file, saved as UTF-8')
    : readText(text);
}

function refused(line: number, given: string, expected: string): EnvFile {
  return { values: {}, lines: new Map(), faults: [{ line, given, expected }] };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function readText(text: string): EnvFile {
  if (text.startsWith('\uFEFF'))
    return refused(1, 'a byte order mark', 'UTF-8 without one: systemd would lose the first line');
  if (text.includes('\0')) return refused(1, 'a NUL character', 'a text file');
  const values: Record<string, string> = {};
  const lines = new Map<string, number>();
  const faults: EnvFault[] = [];
  // Windows' line ends too.
  const source = { text: text.replaceAll(/\r\n?/g, '\n'), at: 0, line: 1 };
  while (source.at < source.text.length) {
    const { line } = source;
    const read = readLine(source);
    if (read.kind === 'fault') {
      faults.push({ line, given: read.given, expected: read.expected });
    } else if (read.kind === 'setting') {
      const first = lines.get(read.name);
      if (first !== undefined)
        faults.push({
          line,
          given: `${read.name} again`,
          expected: `once; it stands in line ${first}`,
        });
      lines.set(read.name, first ?? line);
      values[read.name] = read.value;
    }
  }
  return { values, lines, faults };
}

type Source = { text: string; at: number; line: number };
type Fault = { kind: 'fault'; given: string; expected: string };
type Line = { kind: 'nothing' } | { kind: 'setting'; name: string; value: string } | Fault;

const fault = (given: string, expected: string): Fault => ({ kind: 'fault', given, expected });

/** Reads what the sticky `pattern` matches here, and moves behind it. */
function take(source: Source, pattern: RegExp): string {
  pattern.lastIndex = source.at;
  const [found = ''] = pattern.exec(source.text) ?? [];
  source.at += found.length;
  source.line += found.split('\n').length - 1;
  return found;
}

/** A setting may go over several lines. */
function readLine(source: Source): Line {
  take(source, /[ \t]*/y);
  if (take(source, /\n/y) !== '' || source.at >= source.text.length) return { kind: 'nothing' };
  const comment = take(source, /[#;][^\n]*\n?/y);
  if (comment !== '') {
    return /\\\n?$/.test(comment)
      ? fault(
          'a comment that ends with \\',
          'no \\ there: systemd takes the next line for a comment too',
        )
      : { kind: 'nothing' };
  }
  const name = take(source, /[^=\n]*/y).trim();
  if (take(source, /=/y) === '') {
    take(source, /\n/y);
    return fault(noEquals(name), 'NAME=value, or # before a comment');
  }
  const value = readValue(source);
  if (typeof value !== 'string') return value;
  return /^[A-Za-z_]\w*$/.test(name) ? { kind: 'setting', name, value } : badName(name);
}

/** Shows only what looks like the name of a setting: the rest may be part of a secret. */
function noEquals(text: string): string {
  const [, name] = /^(HOMEROOM_[A-Z_]{1,40})\b/.exec(text) ?? [];
  return name ? `${name} without =` : 'a line without =';
}

function badName(name: string): Fault {
  const given = JSON.stringify(name.slice(0, 40));
  return name.startsWith('export ')
    ? fault(given, 'the name alone: this is no shell script')
    : fault(given, 'a name of letters, digits and _');
}

function readValue(source: Source): string | Fault {
  take(source, /[ \t]*/y);
  const quote = take(source, /["']/y);
  if (quote === '') return readPlain(source);
  const inside = take(source, quote === '"' ? /(?:[^"\\]|\\[^])*/y : /[^']*/y);
  if (take(source, /["']/y) === '') {
    source.at = source.text.length;
    return fault(`an opening ${quote} without a closing one`, `${quote} at the end of the value`);
  }
  if (take(source, /[ \t]*(?:\n|$)/y) === '' && source.at < source.text.length) {
    take(source, /(?:[^\\\n]|\\[^])*\n?/y);
    return fault(
      `text behind the closing ${quote}`,
      'nothing behind it: a comment has a line of its own',
    );
  }
  // A backslash goes before these only; before a line's end both go.
  return quote === '"' ? inside.replaceAll(/\\(["\\`$])|\\\n/g, '$1') : inside;
}

/** Up to the line's end. A backslash keeps what follows it, and goes; before a line's end both go. */
function readPlain(source: Source): string {
  const raw = take(source, /(?:[^\\\n]|\\[^])*/y);
  // At the very end of the file there may be a backslash with nothing behind it.
  take(source, /\\?\n?/y);
  const trimmed = raw.replace(/((?:[^\\]|\\[^])*?)[ \t]*$/, '$1');
  return trimmed.replaceAll(/\\([^])/g, (_, next: string) => (next === '\n' ? '' : next));
}
