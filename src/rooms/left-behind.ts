/**
 * What was begun on a room's settings and goes on, or failed, after the page was left: the
 * next page says so. See editor/left-behind-notices.tsx.
 */
import { create } from 'zustand';
import type { Slug } from '../../server/contract/ids.ts';

export type LeftBehind =
  /** Deleted in a moment, unless that is undone. */
  | { kind: 'deletion'; slug: Slug; name: string }
  | { kind: 'not-saved' | 'not-deleted'; slug: Slug; name: string; error: unknown };

export const useLeftBehind = create<{ all: readonly LeftBehind[] }>(() => ({ all: [] }));

/** One thing of a room at a time: the newer one counts. */
export const leaveBehind = (one: LeftBehind) =>
  useLeftBehind.setState(({ all }) => ({
    all: [...all.filter(({ slug }) => slug !== one.slug), one],
  }));

export const forgetLeftBehind = (slug: Slug) =>
  useLeftBehind.setState(({ all }) => ({ all: all.filter((one) => one.slug !== slug) }));
