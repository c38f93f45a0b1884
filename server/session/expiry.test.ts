import { describe, expect, it } from 'vitest';
import { ids } from '../contract/testing/ids.ts';
import { idleEnd, lingering, type SessionTimes, sessionState } from './expiry.ts';

const settings = { idle: 7_200_000, sharedIdle: 600_000 };
const times: SessionTimes = {
  activeAt: 1_000,
  endsAt: 43_200_000,
  isShared: false,
  attendingSlug: null,
  lastPassUsed: false,
};
const inMaths = { ...times, attendingSlug: ids.slug('maths') };
const idleAt = 1_000 + settings.idle;

describe('a session', () => {
  it('lasts until nobody has done anything for the idle time', () => {
    expect(sessionState(times, idleAt - 1, settings)).toEqual({
      kind: 'active',
      idleEndsAt: idleAt,
    });
    expect(sessionState(times, idleAt, settings)).toEqual({ kind: 'expired' });
  });

  it('ends earlier at a shared computer, and never later than its longest', () => {
    expect(idleEnd({ ...times, isShared: true }, settings)).toBe(1_000 + settings.sharedIdle);
    expect(idleEnd({ ...times, activeAt: times.endsAt - 1 }, settings)).toBe(times.endsAt);
  });

  it.each([false, true])(
    'lingers for its one room, and knows whether its last pass is used (%s)',
    (lastPassUsed) => {
      expect(sessionState({ ...inMaths, lastPassUsed }, idleAt, settings)).toEqual({
        kind: 'lingering',
        slug: ids.slug('maths'),
        lastPassUsed,
        until: idleAt + lingering,
      });
    },
  );

  it('lingers for four hours, and no longer', () => {
    const until = idleAt + 4 * 3_600_000;
    expect(sessionState(inMaths, until - 1, settings)).toMatchObject({ kind: 'lingering' });
    expect(sessionState(inMaths, until, settings)).toEqual({ kind: 'expired' });
  });
});
