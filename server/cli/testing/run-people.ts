/** Runs `homeroom people …` in process, with what it writes. */
import { Readable, Writable } from 'node:stream';
import { people } from '../people.ts';
import type { OpenDatabase } from '../command.ts';
import type { Terminal } from '../terminal.ts';

export type Run = { code: number; out: string; err: string };

function collect(lines: string[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
}

export async function runPeople(
  args: string[],
  env: Record<string, string>,
  stdin: Terminal['stdin'] | string = '',
  openDatabase: OpenDatabase = () => Promise.reject(new Error('no database here')),
): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    stdin: typeof stdin === 'string' ? Readable.from([stdin]) : stdin,
    stdout: collect(out),
    stderr: collect(err),
    env,
  };
  const code = await people(args, terminal, openDatabase);
  return { code, out: out.join(''), err: err.join('') };
}
