import { describe, expect, it } from 'vitest';
import type { Occupant } from '../lessons/meeting-adapter.ts';
import {
  admit,
  mayDemote,
  mayEnd,
  mayPromote,
  mayRemove,
  organizerIsIn,
  type MeetingState,
} from './policy.ts';
import { ids } from '../contract/testing/ids.ts';
import { member, openLesson, organizer } from '../testing/practice-passes.ts';

const inside = (about: Partial<Occupant>): Occupant => ({
  occupantId: 'somewhere',
  personId: ids.person('somebody'),
  passId: ids.pass('a pass'),
  affiliation: 'member',
  isPromoted: false,
  breakoutId: null,
  ...about,
});

const anOrganizer = inside({ occupantId: 'o', personId: ids.person('ada'), affiliation: 'owner' });
const aMember = inside({ occupantId: 'm', personId: ids.person('ben') });
const promoted = inside({ occupantId: 'p', personId: ids.person('cem'), isPromoted: true });

const state = (about: Partial<MeetingState> = {}, ...occupants: Occupant[]): MeetingState => ({
  lesson: openLesson(),
  occupants: new Map(occupants.map((occupant) => [occupant.occupantId, occupant])),
  known: new Set(),
  removed: new Set(),
  promoted: new Set(),
  voidPasses: new Set(),
  isClosedToNewcomers: false,
  isInGrace: false,
  ...about,
});

const admitted = { kind: 'admitted' };
const waits = { kind: 'waits' };
const refused = (reason: string) => ({ kind: 'refused', reason });

describe('who may come in', () => {
  it('lets an organizer into an empty meeting', () => {
    expect(admit(state(), organizer())).toEqual(admitted);
  });
  it('lets a member in while an organizer is in', () => {
    expect(admit(state({}, anOrganizer), member())).toEqual(admitted);
  });
  it('counts an organizer in a breakout room as in', () => {
    const moved = { ...anOrganizer, breakoutId: 'group 1' };
    expect(admit(state({}, moved), member())).toEqual(admitted);
  });
  it('lets a member wait while none is in', () => {
    expect(admit(state(), member())).toEqual(waits);
  });
  it('does not count the promoted as organizers', () => {
    expect(organizerIsIn(state({}, promoted))).toBe(false);
    expect(admit(state({}, promoted), member())).toEqual(waits);
  });
  it('lets a member back in within the grace time, and no newcomer', () => {
    const grace = state({ isInGrace: true, known: new Set([ids.person('ben')]) });
    expect(admit(grace, member('ben'))).toEqual(admitted);
    expect(admit(grace, member('newcomer'))).toEqual(waits);
  });
  it('refuses every pass where no lesson is open', () => {
    expect(admit(undefined, organizer())).toEqual(refused('lesson-over'));
  });
  it('refuses a pass of another lesson, an organizer’s too', () => {
    const old = organizer('ada', { lesson: 'lesson-0' });
    expect(admit(state(), old)).toEqual(refused('lesson-over'));
  });
  it('refuses a pass of another room', () => {
    const elsewhere = organizer('ada', { room: 'art-9b' });
    expect(admit(state(), elsewhere)).toEqual(refused('wrong-room'));
  });
  it('refuses a void pass, an organizer’s too', () => {
    const withVoid = state({ voidPasses: new Set([ids.pass('pass of ada')]) });
    expect(admit(withVoid, organizer('ada'))).toEqual(refused('revoked'));
  });
  it('refuses who was removed, with any pass', () => {
    const withRemoved = state({ removed: new Set([ids.person('ben')]) }, anOrganizer);
    const fresh = member('ben', { jti: 'fresh' });
    expect(admit(withRemoved, fresh)).toEqual(refused('removed'));
  });
  it('closed to newcomers, lets in organizers and who was in before', () => {
    const closed = state(
      { isClosedToNewcomers: true, known: new Set([ids.person('ben')]) },
      anOrganizer,
    );
    expect(admit(closed, member('newcomer'))).toEqual(refused('closed'));
    expect(admit(closed, member('ben'))).toEqual(admitted);
    expect(admit(closed, organizer('eve'))).toEqual(admitted);
  });
});

describe('who may do what inside', () => {
  const lesson = openLesson();
  const another = inside({ personId: ids.person('dora') });

  it.each([
    ['an organizer promotes a member', mayPromote(anOrganizer, aMember, lesson), true],
    ['a promoted member promotes nobody', mayPromote(promoted, aMember, lesson), false],
    ['a member promotes nobody', mayPromote(aMember, another, lesson), false],
    ['an organizer is not promoted', mayPromote(anOrganizer, anOrganizer, lesson), false],
    [
      'nobody is promoted where the school switched it off',
      mayPromote(anOrganizer, aMember, { ...lesson, allowsPromotion: false }),
      false,
    ],
    ['an organizer demotes the promoted', mayDemote(anOrganizer, promoted), true],
    ['a promoted member demotes nobody', mayDemote(promoted, promoted), false],
    ['nobody demotes an organizer', mayDemote(anOrganizer, anOrganizer), false],
    ['an organizer removes a member', mayRemove(anOrganizer, aMember), true],
    ['an organizer removes the promoted', mayRemove(anOrganizer, promoted), true],
    ['a promoted member removes a member', mayRemove(promoted, aMember), true],
    ['a promoted member removes no other promoted', mayRemove(promoted, promoted), false],
    ['a promoted member removes no organizer', mayRemove(promoted, anOrganizer), false],
    ['an organizer removes no organizer', mayRemove(anOrganizer, anOrganizer), false],
    ['a member removes nobody', mayRemove(aMember, another), false],
    ['an organizer ends the lesson', mayEnd(anOrganizer), true],
    ['a promoted member does not end it', mayEnd(promoted), false],
    ['a member does not end it', mayEnd(aMember), false],
  ])('%s', (_sentence, answer, expected) => {
    expect(answer).toBe(expected);
  });
});
