import { describe, expect, it } from 'vitest';
import { type FrameEvent, readers } from './frame-event.ts';
import { type FrameState, hasEnded, nextFrameState } from './frame-state.ts';

type Said = [name: string, about?: Record<string, unknown>];

/** The state of a frame after its client has sent all of these. */
function after(...said: Said[]): FrameState {
  return said.reduce(say, { kind: 'opening' });
}

function say(state: FrameState, [name, about = {}]: Said): FrameState {
  const event = readers[name]?.(about);
  return event ? nextFrameState(state, event) : state;
}

const error = (name: string, about: Record<string, unknown> = {}): Said => [
  'errorOccurred',
  { error: { name, type: 'CONFERENCE', isFatal: false, ...about } },
];
const notAllowed = (...params: string[]) =>
  error('conference.connectionError.notAllowed', { params });

const ready: Said = ['ready'];
const joined: Said = ['videoConferenceJoined', { id: 'own', breakoutRoom: false }];
const intoBreakout: Said = ['videoConferenceJoined', { id: 'own', breakoutRoom: true }];
const left: Said = ['videoConferenceLeft', { roomName: 'maths-7a' }];
const role = (id: string, to: string): Said => ['participantRoleChanged', { id, role: to }];

describe('coming in', () => {
  it('opens, connects and is inside', () => {
    expect(after()).toEqual({ kind: 'opening' });
    expect(after(ready)).toEqual({ kind: 'connecting' });
    expect(after(ready, joined)).toMatchObject({ kind: 'inside', isModerator: false });
  });
  it('takes an older client’s first event for a sign of life', () => {
    expect(after(['browserSupport'])).toEqual({ kind: 'connecting' });
  });
  it('waits while no organizer is in, and gets in by itself', () => {
    const waiting = [ready, error('conference.authenticationRequired')];
    expect(after(...waiting)).toEqual({ kind: 'waiting' });
    expect(after(...waiting, joined)).toMatchObject({ kind: 'inside' });
  });
  it('shows Jitsi’s lobby', () => {
    const lobby = error('conference.connectionError.membersOnly', { params: ['r@lobby', true] });
    expect(after(ready, lobby)).toEqual({ kind: 'in-lobby' });
  });
});

describe('the own right', () => {
  it('is moderator by the own id only', () => {
    expect(after(ready, joined, role('own', 'moderator'))).toMatchObject({ isModerator: true });
    expect(after(ready, joined, role('other', 'moderator'))).toMatchObject({ isModerator: false });
  });
  it('is taken back', () => {
    const demoted = [role('own', 'moderator'), role('own', 'participant')];
    expect(after(ready, joined, ...demoted)).toMatchObject({ isModerator: false });
  });
});

describe('a breakout room', () => {
  it('is a move and no leaving', () => {
    expect(after(ready, joined, left)).toEqual({ kind: 'moving' });
    expect(after(ready, joined, left, intoBreakout)).toMatchObject({
      kind: 'inside',
      inBreakout: true,
    });
  });
  it('that is closed sends its people back', () => {
    const destroyed = error('conference.destroyed', { params: ['closed', null] });
    const closed = after(ready, joined, left, intoBreakout, destroyed);
    expect(closed).toEqual({ kind: 'moving' });
    expect(say(closed, joined)).toMatchObject({ kind: 'inside', inBreakout: false });
  });
  it('that is never reached means a lost connection', () => {
    expect(nextFrameState(after(ready, joined, left), { kind: 'not-back' })).toEqual({
      kind: 'lost',
    });
  });
});

const destroyed = error('conference.destroyed', { params: ['homeroom:lesson-over', null] });
const kicked: Said = ['participantKickedOut', { kicked: { id: 'own', local: true } }];

describe('every way out', () => {
  it.each<[string, Said, object]>([
    ['hung up', ['readyToClose'], { kind: 'left' }],
    ['the room is destroyed', destroyed, { kind: 'ended' }],
    ['kicked', kicked, { kind: 'cast-out' }],
    ['slept', ['suspendDetected'], { kind: 'lost' }],
    ['Prosody restarted', error('connection.otherError', { isFatal: true }), { kind: 'lost' }],
    ['connection dropped', error('connection.droppedError'), { kind: 'lost' }],
    ['no focus', error('conference.focusLeft'), { kind: 'lost' }],
    ['no bridge', error('conference.videobridgeNotAvailable'), { kind: 'lost' }],
    ['unknown but fatal', error('conference.new', { isFatal: true }), { kind: 'lost' }],
  ])('%s', (_cause, event, expected) => {
    expect(after(ready, joined, event)).toEqual(expected);
  });

  it('of somebody else is not one’s own', () => {
    const other: Said = ['participantKickedOut', { kicked: { id: 'other', local: false } }];
    expect(after(ready, joined, other)).toMatchObject({ kind: 'inside' });
  });
  it('is not taken for an error that ends nothing', () => {
    expect(after(ready, joined, error('gum.not_found'))).toMatchObject({ kind: 'inside' });
    expect(after(ready, joined, ['errorOccurred', {}])).toMatchObject({ kind: 'inside' });
  });
  it('stays what it was, whatever is said afterwards', () => {
    expect(after(ready, joined, destroyed, left, ['readyToClose'])).toEqual({ kind: 'ended' });
    expect(after(ready, joined, kicked, left)).toEqual({ kind: 'cast-out' });
    expect(after(ready, joined, left, ['readyToClose'])).toEqual({ kind: 'left' });
  });
});

const refused = (code: string) => ({ kind: 'refused', code });

describe('every refusal', () => {
  it.each<[string, Said, object]>([
    [
      'an expired pass',
      error('connection.passwordRequired', { message: 'Not acceptable by exp' }),
      { kind: 'pass-refused' },
    ],
    ['a void pass', notAllowed('general', 'homeroom:revoked'), { kind: 'pass-refused' }],
    ['a withdrawn key', notAllowed('general', 'homeroom:key-withdrawn'), { kind: 'pass-refused' }],
    ['removed', notAllowed('general', 'homeroom:removed'), { kind: 'removed' }],
    ['over', notAllowed('general', 'homeroom:lesson-over'), { kind: 'ended' }],
    ['closed to newcomers', notAllowed('general', 'homeroom:closed'), refused('closed')],
    ['too often in a short time', notAllowed('general', 'homeroom:too-often'), { kind: 'lost' }],
    ['between two organizers', notAllowed('general', 'homeroom:waiting'), { kind: 'lost' }],
    ['the room is gone', notAllowed('room-creation-restriction', 'x'), { kind: 'lost' }],
    ['another room', notAllowed('general', 'Room and token mismatched'), refused('not-allowed')],
    ['no text', notAllowed(), refused('not-allowed')],
    ['a text that is lost', error('conference.connectionError'), { kind: 'lost' }],
    ['no answer to the request', error('connection.conferenceRequestFailed'), { kind: 'lost' }],
    ['full', error('conference.max_users'), refused('full')],
    ['locked', error('conference.passwordRequired'), refused('locked')],
    ['the lobby', error('conference.connectionError.accessDenied'), refused('lobby-denied')],
  ])('%s', (_cause, event, expected) => {
    const state = after(ready, event);
    expect(state).toEqual(expected);
    expect(hasEnded(state)).toBe(true);
  });
});

describe('a frame that says nothing', () => {
  const silent: FrameEvent = { kind: 'silent' };
  it('never came', () => {
    expect(nextFrameState(after(), silent)).toEqual({ kind: 'no-frame' });
  });
  it('is not one that has been heard', () => {
    expect(nextFrameState(after(ready), silent)).toEqual({ kind: 'connecting' });
  });
});
