// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadExternalApi } from './external-api.ts';

const address = 'https://meet.school.test/external_api.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.head.replaceChildren();
  Reflect.deleteProperty(window, 'JitsiMeetExternalAPI');
});

const scripts = () => [...document.head.querySelectorAll('script')];

function arrive(): void {
  Object.assign(window, { JitsiMeetExternalAPI: Object });
  scripts()[0]?.dispatchEvent(new Event('load'));
}

it('loads the script once for all who ask', async () => {
  const asked = [loadExternalApi(address), loadExternalApi(address)];
  expect(scripts().map((script) => script.src)).toEqual([address]);
  arrive();
  await expect(Promise.all(asked)).resolves.toBeDefined();
});

it('does not load it again when it is there', async () => {
  Object.assign(window, { JitsiMeetExternalAPI: Object });
  await loadExternalApi(address);
  expect(scripts()).toEqual([]);
});

it.each<[string, () => void]>([
  ['does not load', () => scripts()[0]?.dispatchEvent(new Event('error'))],
  ['is something else', () => scripts()[0]?.dispatchEvent(new Event('load'))],
  ['does not answer', () => vi.advanceTimersByTime(15_000)],
])('tries anew after a script that %s', async (_fault, fail) => {
  const first = loadExternalApi(address);
  fail();
  await expect(first).rejects.toThrow(address);
  expect(scripts()).toEqual([]);
  const second = loadExternalApi(address);
  arrive();
  await expect(second).resolves.toBeUndefined();
});
