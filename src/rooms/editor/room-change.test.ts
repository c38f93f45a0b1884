import { describe, expect, it } from 'vitest';
import type { ChangeRoom } from '../../../server/contract/room.ts';
import { room } from '../../testing/sample.ts';
import { applyChange, inverseOf, merge } from './room-change.ts';

const maths = room({
  affiliation: 'owner',
  classes: ['7a', '8c'],
  isArchived: false,
  colour: 'green',
  picture: 'numbers',
  isClosedToVisitors: false,
  rules: { chat: true, screenSharing: false, promotion: true, lobby: false },
});

const changes: ChangeRoom[] = [
  { name: 'Maths' },
  { classes: { add: ['7b'] } },
  { classes: { remove: ['7a'] } },
  { classes: { add: ['7b', '9d'], remove: ['8c', '7a'] } },
  { rules: { chat: false } },
  { rules: { chat: false, lobby: true } },
  { isArchived: true },
  { colour: 'blue' },
  { picture: null },
  { colour: 'red', picture: 'globe' },
  { isClosedToVisitors: true },
  { name: 'All at once', classes: { add: ['7b'] }, rules: { lobby: true }, isArchived: true },
];

const sorted = (one: typeof maths) => ({ ...one, classes: one.classes.toSorted() });

describe('a change', () => {
  it.each(changes)('taken back leaves the room as it was: %j', (change) => {
    const changed = applyChange(maths, change);
    expect(changed).not.toEqual(maths);
    expect(sorted(applyChange(changed, inverseOf(maths, change)))).toEqual(maths);
  });

  it('taken back leaves alone what somebody else changed meanwhile', () => {
    const mine: ChangeRoom = { classes: { add: ['7b'] }, rules: { chat: false } };
    const theirs: ChangeRoom = {
      name: 'Algebra',
      classes: { add: ['9d'] },
      rules: { lobby: true },
    };
    const both = applyChange(applyChange(maths, mine), theirs);
    expect(sorted(applyChange(both, inverseOf(maths, mine)))).toEqual(
      sorted(applyChange(maths, theirs)),
    );
  });

  it('that does what was so already takes nothing away when it is taken back', () => {
    const change: ChangeRoom = { classes: { add: ['7a'], remove: ['9d'] } };
    expect(inverseOf(maths, change)).toEqual({ classes: { add: [], remove: [] } });
  });
});

describe('two changes sent as one', () => {
  it.each(changes.flatMap((first) => changes.map((second) => [first, second] as const)))(
    '%j, then %j',
    (first, second) => {
      const oneByOne = applyChange(applyChange(maths, first), second);
      expect(sorted(applyChange(maths, merge(first, second)))).toEqual(sorted(oneByOne));
    },
  );

  it('tick and untick the same class: the later one is right', () => {
    const tick: ChangeRoom = { classes: { add: ['7b'] } };
    const untick: ChangeRoom = { classes: { remove: ['7b'] } };
    expect(applyChange(maths, merge(tick, untick)).classes).toEqual(['7a', '8c']);
    expect(applyChange(maths, merge(untick, tick)).classes).toEqual(['7a', '8c', '7b']);
  });
});
