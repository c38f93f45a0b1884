/** What a command talks to: the terminal, or whatever stands in for it. */
import type { Readable, Writable } from 'node:stream';

export type Terminal = {
  stdin: Readable & { isTTY?: boolean; setRawMode?: (isRaw: boolean) => unknown };
  stdout: Writable;
  stderr: Writable;
  env: Readonly<Record<string, string | undefined>>;
};

/**
 * Control characters that a terminal obeys, or that reverse the line. Names come from people and
 * directories; these characters are shown as their numbers instead.
 */
const obeyed = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const printable = (text: string): string =>
  text.replaceAll(obeyed, (sign) =>
    sign === '\t' ? sign : `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  );

const write = (to: Writable, lines: readonly string[]): void =>
  void to.write(lines.map((line) => `${printable(line)}\n`).join(''));

/** One line each. */
export const say = ({ stdout }: Terminal, ...lines: string[]): void => write(stdout, lines);
export const complain = ({ stderr }: Terminal, ...lines: string[]): void => write(stderr, lines);

/** Text of our own, of several lines. */
export const linesOf = (text: string): string[] => text.split('\n');

/**
 * A password, typed twice without showing it, or all of stdin where that is no
 * terminal. Never an argument: those stand in the process list.
 */
export async function readNewPassword(terminal: Terminal): Promise<string | null> {
  if (!terminal.stdin.isTTY) return readPiped(terminal);
  const password = await ask(terminal, 'Password: ');
  return password === (await ask(terminal, 'Once more: ')) ? password : null;
}

export function readPassword(terminal: Terminal): Promise<string> {
  return terminal.stdin.isTTY ? ask(terminal, 'Password: ') : readPiped(terminal);
}

/** Whether a question on the terminal is answered by typing exactly `word`. */
export async function isConfirmed(terminal: Terminal, word: string): Promise<boolean> {
  return (await readLine(terminal, true)).trim() === word;
}

/** A line that is typed, or that comes next where stdin is no terminal; without spaces at its ends. */
export async function readAnswer(terminal: Terminal, question: string): Promise<string> {
  terminal.stderr.write(question);
  return (await readLine(terminal, true)).trim();
}

async function readPiped({ stdin }: Terminal): Promise<string> {
  let text = '';
  for await (const chunk of stdin) text += String(chunk);
  return text.replace(/\r?\n$/, '');
}

async function ask(terminal: Terminal, question: string): Promise<string> {
  terminal.stderr.write(question);
  terminal.stdin.setRawMode?.(true);
  try {
    return await readLine(terminal, false);
  } finally {
    terminal.stdin.setRawMode?.(false);
    terminal.stderr.write('\n');
  }
}

const backspaces = ['\u007f', '\b'];
const ends = ['\r', '\n', '\u0004'];
const interrupt = '\u0003';

/** In raw mode the terminal does not handle backspace and Ctrl-C, so that happens here. */
function readLine({ stdin }: Terminal, isCooked: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const typed: string[] = [];
    const finish = (settle: () => void) => {
      stdin.off('data', onData);
      stdin.off('end', onEnd);
      stdin.pause();
      settle();
    };
    const onEnd = () => finish(() => resolve(typed.join('')));
    if (stdin.readableEnded) return resolve('');
    const onData = (chunk: unknown) => {
      const signs = Array.from(String(chunk));
      for (const [index, sign] of signs.entries()) {
        if (ends.includes(sign)) {
          onEnd();
          // What was typed ahead is kept for the next question.
          const rest = signs.slice(index + 1).join('');
          const further = sign === '\r' ? rest.replace(/^\n/, '') : rest;
          if (further !== '') stdin.unshift(Buffer.from(further));
          return undefined;
        }
        if (!isCooked && sign === interrupt) {
          return finish(() => reject(new Error('interrupted')));
        }
        if (!isCooked && backspaces.includes(sign)) typed.pop();
        else typed.push(sign);
      }
    };
    stdin.on('data', onData);
    stdin.on('end', onEnd);
    stdin.resume();
    return undefined;
  });
}
