import { PassThrough, Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { onThisHost } from './on-this-host.ts';
import { takeTurn } from './one-at-a-time.ts';

it('a second run waits for nobody: it says that one is under way', async () => {
  const first = await takeTurn();
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const terminal = { stdin: Readable.from([]), stdout, stderr, env: {} };
  const here = { user: { uid: 1_000, gid: 1_000 }, node: '/node', home: import.meta.dirname };
  const { install } = onThisHost(terminal, here);
  expect(await install(['--yes'])).toBe(1);
  expect(String(stderr.read())).toContain('is under way');
  first?.close();
  expect(await install(['--yes'])).toBe(1);
  expect(String(stderr.read())).toContain('run it as root');
});
