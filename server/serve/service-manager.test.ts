import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createServiceManager } from './service-manager.ts';

let told: string[];
const notify = (assignments: readonly string[]) => void told.push(...assignments);

beforeEach(() => {
  told = [];
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

/** Signs of life in a minute of serving. */
function signsOfLife(surroundings: Record<string, string>): number {
  createServiceManager(surroundings, notify, 7).ready();
  vi.advanceTimersByTime(60_000);
  return told.filter((assignment) => assignment === 'WATCHDOG=1').length;
}

describe('the service manager', () => {
  it('is told nothing where none listens', () => {
    expect(signsOfLife({ WATCHDOG_USEC: '60000000' })).toBe(0);
    expect(told).toEqual([]);
  });

  it('hears that Homeroom serves, and that it stops', () => {
    const manager = createServiceManager({ NOTIFY_SOCKET: '/run/x' }, notify, 7);
    manager.ready();
    manager.stopping();
    expect(told).toEqual(['READY=1', 'STATUS=Serving.', 'STOPPING=1']);
  });

  it.each([
    [{ WATCHDOG_USEC: '60000000' }, 4],
    [{ WATCHDOG_USEC: '60000000', WATCHDOG_PID: '7' }, 4],
    [{ WATCHDOG_USEC: '60000000', WATCHDOG_PID: '8' }, 0],
    [{ WATCHDOG_USEC: '0' }, 0],
    [{ WATCHDOG_USEC: 'soon' }, 0],
    [{}, 0],
  ])('hears %j as signs of life in a minute: %i', (given, expected) => {
    expect(signsOfLife({ NOTIFY_SOCKET: '/run/x', ...given })).toBe(expected);
  });

  it('hears none of them after the stop', () => {
    const surroundings = { NOTIFY_SOCKET: '/run/x', WATCHDOG_USEC: '4000000' };
    const manager = createServiceManager(surroundings, notify, 7);
    manager.ready();
    manager.stopping();
    vi.advanceTimersByTime(60_000);
    expect(told).not.toContain('WATCHDOG=1');
  });
});
