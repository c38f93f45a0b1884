import { expect, it } from 'vitest';
import { groupsClaim } from './groups-claim.ts';
import { readGroups } from './testing/flow.ts';

const many = Array.from({ length: 1_000 }, (_, n) => `printers of the floor ${n}`);

const withAdmins = (groups: readonly string[]) => ({
  ...readGroups(groups),
  isAdmin: groups.includes('staff'),
});

it('are all groups of a person, in their order', () => {
  const groups = ['printers', 'teachers', 'class-7a'];
  expect(groupsClaim(groups, readGroups)).toEqual(groups);
});

it('are those that decide something, and some, when they are too many', () => {
  const claim = groupsClaim([...many, 'staff', 'class-7a', 'teachers'], withAdmins);
  expect(claim.slice(0, 3)).toEqual(['staff', 'class-7a', 'teachers']);
  expect(claim.length).toBeGreaterThan(100);
  expect(JSON.stringify(claim).length).toBeLessThan(6_100);
});
