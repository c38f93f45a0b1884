import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MeetingEvent } from '../lessons/meeting-adapter.ts';
import { createMeeting, type Connection, type MeetingParts } from './meeting.ts';
import { ids } from '../contract/testing/ids.ts';
import { member, openLesson, organizer } from '../testing/practice-passes.ts';
import type { FromServer } from './wire.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function page() {
  const heard: FromServer[] = [];
  const connection: Connection = { tell: (message) => heard.push(message) };
  return { ...connection, heard, last: () => heard.at(-1), kinds: () => heard.map((m) => m.kind) };
}

function begin(about: Partial<MeetingParts> = {}) {
  const events: MeetingEvent[] = [];
  const onEnded = vi.fn<() => void>();
  const parts = { lesson: openLesson(), now: () => 1000, onEnded, ...about };
  const meeting = createMeeting({ ...parts, report: (event) => events.push(event) });
  return { meeting, events, onEnded, told: () => events.map((event) => event.kind) };
}

/** A meeting with Ada, who organizes it, and Ben, a member. */
function withTwo() {
  const started = begin();
  const [ada, ben] = [page(), page()];
  started.meeting.knock(ada, organizer('ada'));
  started.meeting.knock(ben, member('ben'));
  started.events.length = 0;
  return { ...started, ada, ben };
}

describe('coming in', () => {
  it('reports who entered, with right and pass', () => {
    const { meeting, events } = begin();
    meeting.knock(page(), organizer('ada', { jti: 'pass 7' }));
    expect(events).toEqual([
      {
        kind: 'entered',
        slug: ids.slug('maths-7a'),
        lessonId: ids.lesson('lesson-1'),
        at: 1000,
        occupant: {
          occupantId: expect.any(String),
          personId: ids.person('ada'),
          passId: ids.pass('pass 7'),
          affiliation: 'owner',
          isPromoted: false,
          breakoutId: null,
        },
      },
    ]);
  });

  it('lets everybody who waits in when the organizer comes, without asking again', () => {
    const { meeting, told } = begin();
    const pages = Array.from({ length: 20 }, page);
    pages.forEach((one, index) => meeting.knock(one, member(`member ${index}`)));
    expect(pages.map((one) => one.last()?.kind)).toEqual(pages.map(() => 'waiting'));
    meeting.knock(page(), organizer());
    expect(pages.every((one) => one.kinds().includes('entered'))).toBe(true);
    expect(told()).toHaveLength(21);
  });

  it('replaces a member’s older presence by the newer one', () => {
    const { meeting, ben, told } = withTwo();
    const newer = page();
    meeting.knock(newer, member('ben', { jti: 'second' }));
    expect(ben.last()).toEqual({ kind: 'cast-out', reason: 'replaced', by: null });
    expect(newer.kinds()).toContain('entered');
    expect(told()).toEqual(['left', 'entered']);
  });

  it('lets an organizer be in with several devices', () => {
    const { meeting, ada, told } = withTwo();
    meeting.knock(page(), organizer('ada'));
    expect(ada.kinds()).not.toContain('cast-out');
    expect(told()).toEqual(['entered']);
  });

  it('tells others a name and random ids, and no pass', () => {
    const { ada } = withTwo();
    expect(JSON.stringify(ada.heard)).not.toContain('pass of');
  });
});

describe('promotion', () => {
  it('makes a member moderator for this lesson, also after coming back', () => {
    const { meeting, ada, ben, events } = withTwo();
    meeting.wish(ada, { kind: 'promote', personId: ids.person('ben') });
    expect(events).toMatchObject([{ kind: 'promoted', personId: ids.person('ben') }]);
    meeting.gone(ben);
    meeting.knock(page(), member('ben'));
    expect(events.at(-1)).toMatchObject({ kind: 'entered', occupant: { isPromoted: true } });
  });

  it('is taken back by an organizer, for good', () => {
    const { meeting, ada, ben, events } = withTwo();
    meeting.wish(ada, { kind: 'promote', personId: ids.person('ben') });
    meeting.wish(ada, { kind: 'demote', personId: ids.person('ben') });
    meeting.gone(ben);
    meeting.knock(page(), member('ben'));
    expect(events.at(-1)).toMatchObject({ kind: 'entered', occupant: { isPromoted: false } });
  });

  it('stays with whose pass was taken back, and who comes in with another', () => {
    const { meeting, ada, ben, events } = withTwo();
    meeting.wish(ada, { kind: 'promote', personId: ids.person('ben') });
    meeting.revoke(ids.person('ben'), [ids.pass('pass of ben')]);
    meeting.gone(ben);
    meeting.knock(page(), member('ben', { jti: 'fresh' }));
    expect(events.at(-1)).toMatchObject({ kind: 'entered', occupant: { isPromoted: true } });
  });

  it('is over for everybody when the room no longer allows it', () => {
    const { meeting, ada, ben, events, told } = withTwo();
    meeting.wish(ada, { kind: 'promote', personId: ids.person('ben') });
    meeting.configure({ graceSeconds: 120, allowsPromotion: false, usesLobby: false });
    expect(events.at(-1)).toMatchObject({ kind: 'demoted', personId: ids.person('ben') });
    expect(ben.last()).toMatchObject({ kind: 'people', allowsPromotion: false });
    const before = told();
    meeting.wish(ada, { kind: 'promote', personId: ids.person('ben') });
    expect(told()).toEqual(before);
    expect(meeting.snapshot().promoted).toEqual([]);
  });

  it.each([
    { kind: 'promote', personId: ids.person('cem') },
    { kind: 'demote', personId: ids.person('ben') },
    { kind: 'remove', personId: ids.person('ada') },
    { kind: 'end' },
  ] as const)('gives the promoted no right to $kind', (wish) => {
    const { meeting, ada, ben, told } = withTwo();
    meeting.knock(page(), member('cem'));
    meeting.wish(ada, { kind: 'promote', personId: ids.person('ben') });
    const before = told();
    meeting.wish(ben, wish);
    expect(told()).toEqual(before);
  });
});

describe('removal', () => {
  it('puts out, and keeps out with any pass of this lesson', () => {
    const { meeting, ada, ben, told } = withTwo();
    meeting.wish(ada, { kind: 'remove', personId: ids.person('ben') });
    expect(ben.last()).toMatchObject({ kind: 'cast-out', reason: 'removed' });
    expect(told()).toEqual(['removed', 'left']);
    const again = page();
    meeting.knock(again, member('ben', { jti: 'fresh' }));
    expect(again.last()).toEqual({ kind: 'refused', reason: 'removed' });
  });

  it('is forgiven by being readmitted', () => {
    const { meeting } = withTwo();
    meeting.remove(ids.person('ben'));
    meeting.readmit(ids.person('ben'));
    const again = page();
    meeting.knock(again, member('ben'));
    expect(again.kinds()).toContain('entered');
  });

  it('reaches who only waits', () => {
    const { meeting } = begin();
    const ben = page();
    meeting.knock(ben, member('ben'));
    meeting.remove(ids.person('ben'));
    expect(ben.last()).toEqual({ kind: 'refused', reason: 'removed' });
  });

  it('has no effect when somebody asks who is not in', () => {
    const { meeting, told } = withTwo();
    meeting.wish(page(), { kind: 'remove', personId: ids.person('ben') });
    expect(told()).toEqual([]);
  });
});

describe('void passes', () => {
  it('put out who is in with one, and nobody else', () => {
    const { meeting, ada, ben } = withTwo();
    meeting.revoke(ids.person('ben'), [ids.pass('pass of ben')]);
    expect(ben.last()).toMatchObject({ kind: 'cast-out', reason: 'revoked' });
    expect(ada.kinds()).not.toContain('cast-out');
  });

  it('leave a presence alone that has another pass', () => {
    const { meeting, ben } = withTwo();
    meeting.revoke(ids.person('ben'), [ids.pass('an older pass')]);
    expect(ben.kinds()).not.toContain('cast-out');
  });

  it('of the last organizer begin the grace time', () => {
    const { meeting, ada, told } = withTwo();
    meeting.revoke(ids.person('ada'), [ids.pass('pass of ada')]);
    expect(ada.last()).toMatchObject({ kind: 'cast-out', reason: 'revoked' });
    vi.advanceTimersByTime(120_000);
    expect(told()).toEqual(['left', 'ended']);
  });
});

describe('the end', () => {
  it('comes when the grace time after the last organizer is over', () => {
    const { meeting, ada, ben, events, onEnded } = withTwo();
    meeting.gone(ada);
    vi.advanceTimersByTime(119_999);
    expect(onEnded).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onEnded).toHaveBeenCalledOnce();
    expect(ben.last()).toEqual({ kind: 'ended', reason: 'organizers-left' });
    expect(events.at(-1)).toMatchObject({ kind: 'ended', reason: 'organizers-left' });
  });

  it('does not come when an organizer is back in time', () => {
    const { meeting, ada, onEnded } = withTwo();
    meeting.gone(ada);
    vi.advanceTimersByTime(60_000);
    meeting.knock(page(), organizer('ada'));
    vi.advanceTimersByTime(600_000);
    expect(onEnded).not.toHaveBeenCalled();
  });

  it('does not come while another organizer is in', () => {
    const { meeting, ada, onEnded } = withTwo();
    meeting.knock(page(), organizer('carl'));
    meeting.gone(ada);
    vi.advanceTimersByTime(600_000);
    expect(onEnded).not.toHaveBeenCalled();
  });

  it('is not put off by a promoted member', () => {
    const { meeting, ada, onEnded } = withTwo();
    meeting.wish(ada, { kind: 'promote', personId: ids.person('ben') });
    meeting.gone(ada);
    vi.advanceTimersByTime(120_000);
    expect(onEnded).toHaveBeenCalledOnce();
  });

  it('comes at once when an organizer ends it for all', () => {
    const { meeting, ada, ben, told } = withTwo();
    meeting.wish(ada, { kind: 'end' });
    expect(ben.last()).toEqual({ kind: 'ended', reason: 'ended-by-organizer' });
    expect(told()).toEqual(['ended']);
  });

  it('is not reported back to who commanded it', () => {
    const { meeting, ben, told } = withTwo();
    meeting.end('longest-reached');
    expect(ben.last()).toEqual({ kind: 'ended', reason: 'longest-reached' });
    expect(told()).toEqual([]);
  });
});

describe('breakout rooms', () => {
  it('are left and entered, and a moved organizer does not end the lesson', () => {
    const { meeting, ada, events, onEnded } = withTwo();
    meeting.wish(ada, { kind: 'move', breakoutId: 'group 1' });
    expect(events).toMatchObject([
      { kind: 'left' },
      { kind: 'entered', occupant: { breakoutId: 'group 1' } },
    ]);
    vi.advanceTimersByTime(600_000);
    expect(onEnded).not.toHaveBeenCalled();
  });
});

describe('closing to newcomers', () => {
  it('keeps out who was not in before', () => {
    const { meeting, ben } = withTwo();
    meeting.closeToNewcomers(true);
    const [cem, benAgain] = [page(), page()];
    meeting.knock(cem, member('cem'));
    expect(cem.last()).toEqual({ kind: 'refused', reason: 'closed' });
    meeting.gone(ben);
    meeting.knock(benAgain, member('ben'));
    expect(benAgain.kinds()).toContain('entered');
  });
});

it('knows after a restart who was removed, promoted and whose pass is void', () => {
  const kept = {
    removed: [ids.person('eve')],
    promoted: [ids.person('ben')],
    voidPasses: [ids.pass('old')],
  };
  const { meeting, events } = begin({ kept });
  meeting.knock(page(), organizer());
  meeting.knock(page(), member('ben'));
  expect(events.at(-1)).toMatchObject({ occupant: { isPromoted: true } });
  const [eve, old] = [page(), page()];
  meeting.knock(eve, member('eve'));
  meeting.knock(old, member('cem', { jti: 'old' }));
  expect(eve.last()).toMatchObject({ reason: 'removed' });
  expect(old.last()).toMatchObject({ reason: 'revoked' });
});
