// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest';
import { removeForeignWorker } from './foreign-worker.ts';

afterEach(() => Reflect.deleteProperty(navigator, 'serviceWorker'));

const has = (registration: object | undefined) =>
  Object.defineProperty(navigator, 'serviceWorker', {
    configurable: true,
    value: { getRegistration: async () => registration },
  });

it('takes away the service worker that this page is in the scope of', async () => {
  const unregister = vi.fn<() => Promise<boolean>>(async () => true);
  has({ unregister });
  await removeForeignWorker();
  expect(unregister).toHaveBeenCalledOnce();
});

it('does nothing where there is none', async () => {
  has(undefined);
  await expect(removeForeignWorker()).resolves.toBeUndefined();
});
