import { describe, expect, it } from 'vitest';
import type { FromServer, PersonInside } from '../../server/practice/wire.ts';
import { ids } from '../../server/contract/testing/ids.ts';
import { applyMessage, leave, type PageState } from './translate.ts';

const person = (occupantId: string, about: Partial<PersonInside> = {}): PersonInside => ({
  occupantId,
  personId: ids.person(`person ${occupantId}`),
  name: `Name of ${occupantId}`,
  affiliation: 'member',
  isPromoted: false,
  breakoutId: null,
  ...about,
});

const ada = person('ada', { affiliation: 'owner' });
const ben = person('ben');
const entered = (you: string, ...people: PersonInside[]): FromServer => ({
  kind: 'entered',
  you,
  people,
  allowsPromotion: true,
});
const connecting: PageState = { kind: 'connecting' };
const inside = applyMessage(connecting, entered('ben', ada, ben), 'maths-7a').state;

const said = (state: PageState, message: FromServer) =>
  applyMessage(state, message, 'maths-7a').events;
const briefly = (state: PageState, message: FromServer) =>
  said(state, message).map(({ name, id, role }) => [name, id, role].filter(Boolean).join(' '));

describe('coming in', () => {
  it('tells of those inside, then of oneself, then the rights', () => {
    expect(briefly(connecting, entered('ben', ada, ben))).toEqual([
      'participant-joined ada',
      'video-conference-joined ben',
      'participant-role-changed ben participant',
      'participant-role-changed ada moderator',
    ]);
  });
  it('names the room, the breakout room, and the pass’s name', () => {
    const moved = person('ben', { breakoutId: 'group 1' });
    expect(said(connecting, entered('ben', moved))[0]).toMatchObject({
      roomName: 'maths-7a',
      displayName: 'Name of ben',
      breakoutRoom: true,
    });
  });
  it('says that it waits as Jitsi’s client does', () => {
    expect(said(connecting, { kind: 'waiting' })).toMatchObject([
      { name: 'error-occurred', error: { name: 'conference.authenticationRequired' } },
    ]);
  });
});

describe('inside', () => {
  it('tells who came, who went and whose right changed', () => {
    const people = [person('ben', { isPromoted: true }), person('cem')];
    expect(briefly(inside, { kind: 'people', people, allowsPromotion: true })).toEqual([
      'participant-left ada',
      'participant-role-changed ben moderator',
      'participant-joined cem',
      'participant-role-changed cem participant',
    ]);
  });
  it('leaves and joins when it moves or comes back after a cut', () => {
    const names = said(inside, entered('ben 2', ada, person('ben 2'))).map(({ name }) => name);
    expect(names[0]).toBe('video-conference-left');
    expect(names).toContain('video-conference-joined');
  });
});

describe('going out', () => {
  it('by a kick tells who did it, and closes nothing', () => {
    const kick: FromServer = { kind: 'cast-out', reason: 'removed', by: 'ada' };
    expect(said(inside, kick)).toEqual([
      {
        name: 'participant-kicked-out',
        kicked: { id: 'ben', local: true },
        kicker: { id: 'ada' },
      },
      { name: 'video-conference-left', roomName: 'maths-7a' },
    ]);
  });
  it.each(['removed', 'replaced', 'revoked'] as const)(
    'by the server is told as mod_homeroom does, with the reason: %s',
    (reason) => {
      const [first] = said(inside, { kind: 'cast-out', reason, by: null });
      expect(first).toMatchObject({
        error: { name: 'conference.destroyed', params: [`homeroom:${reason}`, null] },
      });
    },
  );
  it('at the end gives the reason', () => {
    const [first] = said(inside, { kind: 'ended', reason: 'organizers-left' });
    expect(first).toMatchObject({
      error: { name: 'conference.destroyed', params: ['homeroom:organizers-left', null] },
    });
  });
  it('by oneself is ready to close', () => {
    expect(leave('maths-7a').events.map(({ name }) => name)).toEqual([
      'video-conference-left',
      'video-ready-to-close',
    ]);
  });
});

it.each([
  ['lesson-over', 'homeroom:lesson-over'],
  ['revoked', 'homeroom:revoked'],
  ['removed', 'homeroom:removed'],
  ['closed', 'homeroom:closed'],
  ['wrong-room', 'Room and token mismatched'],
] as const)('refuses %s with a text that reaches the host', (reason, text) => {
  expect(said(connecting, { kind: 'refused', reason })).toEqual([
    {
      name: 'error-occurred',
      error: {
        name: 'conference.connectionError.notAllowed',
        type: 'CONFERENCE',
        isFatal: false,
        params: ['general', text],
      },
    },
  ]);
});

it('refuses a pass as Prosody’s sign-in does', () => {
  const refusal = { kind: 'refused', reason: 'pass-refused', detail: 'expired' } as const;
  expect(said(connecting, refusal)).toMatchObject([
    { error: { name: 'connection.passwordRequired', type: 'CONNECTION', message: 'expired' } },
  ]);
});
