import { expect, it } from 'vitest';
import { memoryFlowStore } from './flow-store.ts';

function start(limitPerKind = 3) {
  let now = 0;
  const store = memoryFlowStore({ clock: () => now, limitPerKind });
  return { store, pass: (seconds: number) => void (now += seconds * 1000) };
}

it('forgets what is over', async () => {
  const { store, pass } = start();
  await store.put('Interaction', 'a', { uid: 'a' }, 60);
  pass(59);
  expect(await store.find('Interaction', 'a')).toEqual({ uid: 'a' });
  pass(1);
  expect(await store.find('Interaction', 'a')).toBeUndefined();
});

it('keeps no more than its limit, the oldest go first, each kind for itself', async () => {
  const { store } = start();
  await store.put('AuthorizationCode', 'code', {}, 60);
  for (const id of ['a', 'b', 'c', 'd', 'e']) await store.put('Interaction', id, {}, 60);
  const kept = await Promise.all(
    ['a', 'b', 'c', 'd', 'e'].map((id) => store.find('Interaction', id)),
  );
  expect(kept.map((entry) => entry !== undefined)).toEqual([false, false, true, true, true]);
  expect(await store.find('AuthorizationCode', 'code')).toBeDefined();
});

it('lets a code be used once', async () => {
  const { store, pass } = start();
  await store.put('AuthorizationCode', 'code', {}, 60);
  expect(await store.consume('AuthorizationCode', 'code')).toBe(true);
  expect(await store.consume('AuthorizationCode', 'code')).toBe(false);
  await store.put('AuthorizationCode', 'late', {}, 60);
  pass(60);
  expect(await store.consume('AuthorizationCode', 'late')).toBe(false);
});

it('takes everything of a grant back', async () => {
  const { store } = start();
  await store.put('AccessToken', 'a', { grantId: 'g' }, 60);
  await store.put('AccessToken', 'b', { grantId: 'other' }, 60);
  await store.removeByGrant('AccessToken', 'g');
  expect(await store.find('AccessToken', 'a')).toBeUndefined();
  expect(await store.find('AccessToken', 'b')).toBeDefined();
});
