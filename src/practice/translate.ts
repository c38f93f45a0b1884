/**
 * What the server tells the practice meeting's page, as Jitsi's client would
 * tell it to its host: the same events, in the same order and shape. Pure.
 */
import type { FromServer, PersonInside } from '../../server/practice/wire.ts';

export type Inside = { you: string; people: readonly PersonInside[]; allowsPromotion: boolean };

type CastOutReason = Extract<FromServer, { kind: 'cast-out' }>['reason'];

export type PageState =
  | { kind: 'connecting' }
  | { kind: 'waiting' }
  | ({ kind: 'inside' } & Inside)
  /** The connection is cut; the page comes back by itself. */
  | ({ kind: 'cut' } & Inside)
  | { kind: 'out'; why: 'ended' | CastOutReason | 'refused' | 'left' };

export type JitsiEvent = { name: string; [about: string]: unknown };

type Step = { state: PageState; events: JitsiEvent[] };

export function isModerator(person: PersonInside): boolean {
  return person.affiliation === 'owner' || person.isPromoted;
}

export function applyMessage(state: PageState, message: FromServer, roomName: string): Step {
  switch (message.kind) {
    case 'waiting':
      return { state: { kind: 'waiting' }, events: [error('conference.authenticationRequired')] };
    case 'entered': {
      const wasInside = state.kind === 'inside' || state.kind === 'cut';
      const left = wasInside ? [{ name: 'video-conference-left', roomName }] : [];
      return { state: inside(message), events: [...left, ...joined(message, roomName)] };
    }
    case 'people': {
      if (state.kind !== 'inside') return { state, events: [] };
      const { people, allowsPromotion } = message;
      const now = { ...state, people, allowsPromotion };
      return { state: now, events: changes(state, now) };
    }
    case 'refused':
      return { state: { kind: 'out', why: 'refused' }, events: [refusal(message)] };
    case 'cast-out': {
      const { reason, by } = message;
      const events = by ? kicked(state, by, roomName) : destroyed(reason, roomName);
      return { state: { kind: 'out', why: reason }, events };
    }
    case 'ended':
      return {
        state: { kind: 'out', why: 'ended' },
        events: destroyed(message.reason, roomName),
      };
    default:
      return message satisfies never;
  }
}

/** Leaving by oneself: what follows Jitsi's hang-up. */
export function leave(roomName: string): Step {
  return {
    state: { kind: 'out', why: 'left' },
    events: [{ name: 'video-conference-left', roomName }, { name: 'video-ready-to-close' }],
  };
}

function inside({ you, people, allowsPromotion }: Inside): PageState {
  return { kind: 'inside', you, people, allowsPromotion };
}

/**
 * In Jitsi's order: first those who are in already, then one's own joining, then one's own role.
 */
function joined({ you, people }: Inside, roomName: string): JitsiEvent[] {
  const self = people.find((person) => person.occupantId === you);
  if (!self) return [];
  const others = people.filter((person) => person !== self);
  const own = {
    name: 'video-conference-joined',
    roomName,
    id: you,
    displayName: self.name,
    breakoutRoom: self.breakoutId !== null,
    visitor: false,
  };
  return [...others.map(arrival), own, role(self), ...others.map(role)];
}

function changes(before: Inside, now: Inside): JitsiEvent[] {
  const events: JitsiEvent[] = [];
  const was = new Map(before.people.map((person) => [person.occupantId, person]));
  const is = new Map(now.people.map((person) => [person.occupantId, person]));
  for (const person of before.people) {
    if (!is.has(person.occupantId)) {
      events.push({ name: 'participant-left', id: person.occupantId });
    }
  }
  for (const person of now.people) {
    const earlier = was.get(person.occupantId);
    if (!earlier) events.push(arrival(person));
    if (!earlier || isModerator(earlier) !== isModerator(person)) events.push(role(person));
  }
  return events;
}

function arrival({ occupantId, name }: PersonInside): JitsiEvent {
  return { name: 'participant-joined', id: occupantId, displayName: name };
}

function role(person: PersonInside): JitsiEvent {
  return {
    name: 'participant-role-changed',
    id: person.occupantId,
    role: isModerator(person) ? 'moderator' : 'participant',
  };
}

/** Also sent to one person alone whom nobody inside has put out: a kick would carry no reason. */
function destroyed(reason: string, roomName: string): JitsiEvent[] {
  return [
    error('conference.destroyed', { params: [`homeroom:${reason}`, null] }),
    { name: 'video-conference-left', roomName },
  ];
}

function kicked(state: PageState, by: string, roomName: string): JitsiEvent[] {
  const id = state.kind === 'inside' ? state.you : undefined;
  return [
    {
      name: 'participant-kicked-out',
      kicked: { id, local: true },
      kicker: { id: by },
    },
    { name: 'video-conference-left', roomName },
  ];
}

function refusal(message: Extract<FromServer, { kind: 'refused' }>): JitsiEvent {
  switch (message.reason) {
    case 'pass-refused':
      return error('connection.passwordRequired', { message: message.detail });
    case 'wrong-room':
      return notAllowed('Room and token mismatched');
    case 'lesson-over':
    case 'revoked':
    case 'removed':
    case 'closed':
      return notAllowed(`homeroom:${message.reason}`);
    default:
      return message.reason satisfies never;
  }
}

function notAllowed(text: string): JitsiEvent {
  return error('conference.connectionError.notAllowed', { params: ['general', text] });
}

function error(name: string, about: Record<string, unknown> = {}): JitsiEvent {
  const type = name.startsWith('connection.') ? 'CONNECTION' : 'CONFERENCE';
  return { name: 'error-occurred', error: { name, type, isFatal: false, ...about } };
}
