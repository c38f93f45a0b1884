/**
 * When a session ends. Expiry is gentle: on a waiting page or in a meeting it
 * takes everything but that one room, where one fresh pass may still be fetched.
 * Pure; all times are milliseconds since the epoch.
 */
import type { Slug } from '../contract/ids.ts';
export type SessionTimes = {
  activeAt: number;
  endsAt: number;
  isShared: boolean;
  attendingSlug: Slug | null;
  lastPassUsed: boolean;
};

export type ExpirySettings = { idle: number; sharedIdle: number };

/** How long an expired session may linger on its waiting page or in its meeting. */
export const lingering = 4 * 60 * 60 * 1000;

export type SessionState =
  | { kind: 'active'; idleEndsAt: number }
  /** Expired, but attending: that room only. */
  | { kind: 'lingering'; slug: Slug; lastPassUsed: boolean; until: number }
  | { kind: 'expired' };

export function idleEnd(times: SessionTimes, settings: ExpirySettings): number {
  const idle = times.isShared ? settings.sharedIdle : settings.idle;
  return Math.min(times.activeAt + idle, times.endsAt);
}

export function sessionState(
  times: SessionTimes,
  now: number,
  settings: ExpirySettings,
): SessionState {
  const idleEndsAt = idleEnd(times, settings);
  if (now < idleEndsAt) return { kind: 'active', idleEndsAt };
  const until = idleEndsAt + lingering;
  if (times.attendingSlug === null || now >= until) return { kind: 'expired' };
  return { kind: 'lingering', slug: times.attendingSlug, lastPassUsed: times.lastPassUsed, until };
}
