/**
 * Tells react-router the current address: its `Navigator` interface, on the browser's own history.
 * The history that react-router brings contains what a data router needs; no page here uses that,
 * and it would exceed the budget of the first load.
 */
import { createPath, type Location, type Navigator, NavigationType, type To } from 'react-router';

export type HistoryEntry = { location: Location; action: NavigationType };

/** The entry with which the page was loaded; react-router calls its key `default`. */
export const firstEntry = (): HistoryEntry => ({
  action: NavigationType.Pop,
  location: { ...locationNow(), key: 'default' },
});

/** `onMove` hears of every move, the back button's too; as long as the page stands. */
export function createHistory(onMove: (entry: HistoryEntry) => void): Navigator {
  window.addEventListener('popstate', () =>
    onMove({ action: NavigationType.Pop, location: locationNow() }),
  );

  function move(action: NavigationType.Push | NavigationType.Replace, to: To, state: unknown) {
    const how = action === NavigationType.Push ? 'pushState' : 'replaceState';
    window.history[how]({ key: `${performance.now()}`, state }, '', createHref(to));
    onMove({ action, location: locationNow() });
  }

  return {
    createHref,
    go: (steps) => window.history.go(steps),
    push: (to, state) => move(NavigationType.Push, to, state),
    replace: (to, state) => move(NavigationType.Replace, to, state),
  };
}

const createHref = (to: To) => (typeof to === 'string' ? to : createPath(to));

function locationNow(): Location {
  const { pathname, search, hash } = window.location;
  const { key = 'first', state = null } = window.history.state ?? {};
  return { pathname, search, hash, key, state };
}
