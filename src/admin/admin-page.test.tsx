// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pageData, teacher } from '../testing/sample.ts';
import { show } from '../testing/show.tsx';
import AdminPage from './admin-page.tsx';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const asked = vi.fn<() => Promise<Response>>();

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const heading = () => screen.getByRole('heading', { level: 1 }).textContent;

it('says that the server fails until it does not, also while it is asked once more', async () => {
  vi.stubGlobal('fetch', asked);
  asked.mockImplementation(async () => new Response('', { status: 503 }));
  show(<AdminPage />, pageData({ ...teacher, isAdmin: true }));
  expect(heading()).toBe('Loading …');
  // Three more tries, after one, two and four seconds.
  await pass(7_001);
  expect(heading()).toBe('The state of the server cannot be shown');

  const before = asked.mock.calls.length;
  const answer = Promise.withResolvers<Response>();
  asked.mockReturnValue(answer.promise);
  await pass(10_000);
  expect(asked).toHaveBeenCalledTimes(before + 1);
  expect(heading()).toBe('The state of the server cannot be shown');

  answer.resolve(
    Response.json({
      checks: [],
      warnings: [],
      counts: { lessonsNow: 0, peopleInLessons: 0, rooms: 0, peopleSeen: 0 },
      version: '1',
      startedAt: 0,
    }),
  );
  await pass(1);
  expect(heading()).toBe('State of the server');
});
