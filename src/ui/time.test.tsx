// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pageData, teacher } from '../testing/sample.ts';
import { show } from '../testing/show.tsx';
import { Time } from './time.tsx';

const evening = new Date(2026, 10, 25, 23, 50).getTime();

beforeEach(() => {
  vi.useFakeTimers({ now: evening });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const said = () => screen.getByRole('time').textContent;
const showEvening = () => show(<Time at={evening} />, pageData(teacher));

it('says the time alone on the same day', () => {
  showEvening();
  expect(said()).toBe('23:50');
});

it('says of which day it is, to whoever left the page open over midnight', () => {
  showEvening();
  act(() => void vi.advanceTimersByTime(9 * 60_000));
  expect(said()).toBe('23:50');
  act(() => void vi.advanceTimersByTime(60_000));
  expect(said()).toBe('25 Nov 2026, 23:50');
});

it('says it as soon as a computer wakes up', () => {
  showEvening();
  // No timer runs while it sleeps.
  vi.setSystemTime(evening + 10 * 3_600_000);
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
  expect(said()).toBe('25 Nov 2026, 23:50');
});
