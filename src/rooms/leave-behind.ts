/** What a page leaves behind, and takes back: loaded with the pages that do so. */
import type { Slug } from '../../server/contract/ids.ts';
import { type LeftBehind, useLeftBehind } from './left-behind.ts';

/** One thing of a room at a time: the newer one counts. */
export const leaveBehind = (one: LeftBehind) =>
  useLeftBehind.setState(({ all }) => ({
    all: [...all.filter(({ slug }) => slug !== one.slug), one],
  }));

export const forgetLeftBehind = (slug: Slug) =>
  useLeftBehind.setState(({ all }) => ({ all: all.filter((one) => one.slug !== slug) }));
