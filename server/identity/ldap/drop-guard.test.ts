import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { createDropGuard } from './drop-guard.ts';

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

it('keeps nothing of what is done, however long the line lives', async () => {
  const guard = createDropGuard();
  const results: WeakRef<object>[] = [];
  for (let n = 0; n < 500; n += 1) {
    const answer = { n };
    results.push(new WeakRef(answer));
    await guard.whileOpen(Promise.resolve(answer));
  }
  // What was looked at in this turn stays until the next (ECMA-262 section 9.10).
  await nextTurn();
  collectGarbage();
  const kept = results.filter((one) => one.deref() !== undefined);
  // The last may still lie in a register. All five hundred would, behind Promise.race.
  expect(kept.length).toBeLessThan(10);
  expect(guard.hasDropped()).toBe(false);
});

it('fails what is under way when the line drops, and all that comes after', async () => {
  const guard = createDropGuard();
  const { promise } = Promise.withResolvers<never>();
  const waiting = guard.whileOpen(promise);
  guard.drop(new Error('the line dropped'));
  await expect(waiting).rejects.toThrow('the line dropped');
  await expect(guard.whileOpen(promise)).rejects.toThrow('the line dropped');
  expect(guard.hasDropped()).toBe(true);
});

it('passes on what the work says', async () => {
  const guard = createDropGuard();
  expect(await guard.whileOpen(Promise.resolve(7))).toBe(7);
  await expect(guard.whileOpen(Promise.reject(new Error('no')))).rejects.toThrow('no');
});
