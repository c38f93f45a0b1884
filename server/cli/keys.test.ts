import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keys } from './keys.ts';

let folder: string;
let now: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeroom-keys-'));
  now = 1_800_000_000_000;
});
afterEach(() => rm(folder, { recursive: true }));

const said = (stream: PassThrough): string => String(stream.read() ?? '').trim();

async function run(args: string[], at: string | null = folder) {
  const terminal = {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    env: {},
  };
  const code = await keys(args, terminal, at, () => now++);
  return { code, out: said(terminal.stdout), err: said(terminal.stderr) };
}

it('rotates, lists and withdraws', async () => {
  const first = (await run(['rotate'])).out;
  const second = (await run(['rotate'])).out;
  const names = (await run(['list'])).out.split('\n').map((line) => line.split(' ')[0]);
  expect(names).toEqual([first, second]);
  expect(await run(['withdraw', first])).toMatchObject({ code: 0 });
  expect((await run(['list'])).out).not.toContain(first);
  expect(await run(['withdraw', first])).toMatchObject({
    code: 1,
    err: expect.stringContaining('no key'),
  });
});

it('says so where passes are signed with the shared secret', async () => {
  expect(await run(['rotate'], null)).toMatchObject({ code: 1 });
});

it.each([['dance'], ['withdraw']])('does not understand %s', async (...args) => {
  expect((await run(args)).code).toBe(2);
});
