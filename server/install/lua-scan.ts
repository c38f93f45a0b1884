/**
 * What a configuration file of Prosody says, as far as an installer needs it: which hosts and
 * components it opens, what is set there, which files it includes, and in which line. It is Lua,
 * and Lua is not run here: what is more than plain settings is passed over.
 */

export type Setting = {
  name: string;
  /** As it stands, without comments; a list over several lines in one. */
  value: string;
  line: number;
};

export type Host = {
  kind: 'VirtualHost' | 'Component';
  name: string;
  /** `muc` of `Component "conference.x" "muc"`; empty where none is said. */
  module: string;
  line: number;
  settings: Setting[];
};

export type Scanned = {
  global: Setting[];
  hosts: Host[];
  includes: { path: string; line: number }[];
};

const quotes = ['"', "'"];

/** The same text with every comment made of spaces: lines and columns stay. */
export function withoutComments(text: string): string {
  let result = '';
  let at = 0;
  while (at < text.length) {
    const long = /^--\[(=*)\[/.exec(text.slice(at, at + 20));
    const sign = text.charAt(at);
    let end = at + 1;
    let isComment = false;
    if (long) {
      isComment = true;
      end = endOf(text, at, `]${long[1] ?? ''}]`);
    } else if (text.startsWith('--', at)) {
      isComment = true;
      const line = text.indexOf('\n', at);
      end = line < 0 ? text.length : line;
    } else if (quotes.includes(sign)) {
      end = endOfString(text, at, sign);
    }
    const piece = text.slice(at, end);
    result += isComment ? piece.replaceAll(/[^\n]/g, ' ') : piece;
    at = end;
  }
  return result;
}

function endOf(text: string, from: number, closing: string): number {
  const found = text.indexOf(closing, from);
  return found < 0 ? text.length : found + closing.length;
}

function endOfString(text: string, from: number, quote: string): number {
  let at = from + 1;
  while (at < text.length && text[at] !== quote && text[at] !== '\n') {
    at += text[at] === '\\' ? 2 : 1;
  }
  return Math.min(at + 1, text.length);
}

const opening =
  /\b(VirtualHost|Host|Component|Include)\b\s*\(?\s*(["'])((?:(?!\2)[^\n])*)\2\s*\)?(?:\s*\(?\s*(["'])((?:(?!\4)[^\n])*)\4\s*\)?)?/y;
const assignment = /([A-Za-z_]\w*)\s*=(?!=)\s*/y;

export function scanLua(text: string): Scanned {
  const source = withoutComments(text);
  const found: Scanned = { global: [], hosts: [], includes: [] };
  const lineAt = (at: number): number => source.slice(0, at).split('\n').length;
  let host: Host | undefined;
  let at = 0;
  while (at < source.length) {
    const opened = match(opening, source, at);
    if (opened && isWordStart(source, at)) {
      const [whole, word, , name = '', , module = ''] = opened;
      const line = lineAt(at);
      if (word === 'Include') found.includes.push({ path: name, line });
      else {
        const kind = word === 'Component' ? 'Component' : 'VirtualHost';
        host = { kind, name: name.toLowerCase(), module, line, settings: [] };
        found.hosts.push(host);
      }
      at += whole.length;
      continue;
    }
    const assigned = isWordStart(source, at) ? match(assignment, source, at) : null;
    if (assigned) {
      const [whole, name = ''] = assigned;
      const end = endOfValue(source, at + whole.length);
      const value = source
        .slice(at + whole.length, end)
        .replaceAll(/\s+/g, ' ')
        .trim();
      (host?.settings ?? found.global).push({ name, value, line: lineAt(at) });
      at = end;
      continue;
    }
    at = quotes.includes(source.charAt(at)) ? endOfString(source, at, source.charAt(at)) : at + 1;
  }
  return found;
}

const isWordStart = (text: string, at: number): boolean => !/[\w.:]/.test(text.charAt(at - 1));

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Behind a table, a string, or whatever else stands up to the line's end. */
function endOfValue(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const sign = text.charAt(at);
    if (quotes.includes(sign)) {
      at = endOfString(text, at, sign);
      continue;
    }
    if (depth === 0 && (sign === '\n' || sign === ';')) return at;
    if (sign === '{' || sign === '(') depth += 1;
    if (sign === '}' || sign === ')') depth -= 1;
    at += 1;
    if (depth < 0) return at;
  }
  return at;
}

/** The strings in a value: of `{ "a"; "b" }`, a and b. */
export const stringsIn = (value: string): string[] =>
  [...value.matchAll(/(["'])((?:(?!\1)[^\\\n]|\\.)*)\1/g)].map(([, , text = '']) => text);

/** What a host's setting says in the end: the last one counts. */
export const settingOf = (settings: readonly Setting[], name: string): Setting | undefined =>
  settings.findLast((one) => one.name === name);
