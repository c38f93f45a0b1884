import { describe, expect, it } from 'vitest';
import { sidesOf } from './sides.mjs';

describe('a change', () => {
  it.each([
    ['src/rooms/list/room-card.tsx', ['browser']],
    ['src/locales/de/shell.po', ['browser']],
    ['index.html', ['browser']],
    ['server/rooms/policy.ts', ['server']],
    ['server/contract/room.ts', ['server', 'browser']],
    ['vite.config.ts', ['server', 'browser']],
  ])('of %s builds %j', (path, sides) => {
    expect(sidesOf(path)).toEqual(sides);
  });

  it.each(['server/rooms/policy.test.ts', 'src/testing/show.tsx', 'docs/jitsi.md', 'dist/web'])(
    'of %s builds nothing',
    (path) => {
      expect(sidesOf(path)).toEqual([]);
    },
  );
});
