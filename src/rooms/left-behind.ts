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
