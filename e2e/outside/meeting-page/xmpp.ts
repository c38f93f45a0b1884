/**
 * Jitsi's client as far as the meeting page needs it: signs in with the pass, asks
 * the focus, waits while it is told to, enters, and says what happens in the words of
 * Jitsi's frame events.
 */
import { $iq, $msg, $pres, Strophe } from 'strophe.js';

/** What `/config.js` says, as Jitsi's does. */
export type Hosts = { domain: string; muc: string; focus: string; endConference: string };
export type FrameEvent = { name: string; [about: string]: unknown };
type Person = { id: string; name: string; role: string };

const ns = {
  muc: 'http://jabber.org/protocol/muc',
  admin: 'http://jabber.org/protocol/muc#admin',
  focus: 'http://jitsi.org/protocol/focus',
} as const;
/** Jitsi's client asks every five seconds. */
const askAgainMs = 1_000;

type Parts = {
  url: string;
  hosts: Hosts;
  room: string;
  tell: (event: FrameEvent) => void;
  show: (status: string, people: readonly Person[]) => void;
};

export type Meeting = {
  hangUp(): void;
  endForAll(): void;
  promote(id: string): void;
  kick(id: string): void;
};

export function enterMeeting({ url, hosts, room, tell, show }: Parts): Meeting {
  const connection = new Strophe.Connection(url);
  const roomJid = `${room}@${hosts.muc}`;
  const people = new Map<string, Person & { jid: string }>();
  let ownId = '';
  let status = 'Connecting';
  let isOver = false;

  function say(text: string): void {
    status = text;
    show(status, [...people.values()]);
  }

  function fail(name: string, about: object): void {
    const type = name.startsWith('connection.') ? 'CONNECTION' : 'CONFERENCE';
    tell({ name: 'error-occurred', error: { name, type, isFatal: false, ...about } });
  }

  function over(text: string): void {
    isOver = true;
    people.clear();
    say(text);
  }

  function ask(): void {
    if (isOver) return;
    const request = $iq({ to: hosts.focus, type: 'set' }).c('conference', {
      xmlns: ns.focus,
      room: roomJid,
    });
    connection.sendIQ(request, join, refusedByFocus);
  }

  function refusedByFocus(answer: Element | null): void {
    if (answer?.querySelector('not-authorized')) {
      fail('conference.authenticationRequired', {});
      say('Waiting for a moderator');
      setTimeout(ask, askAgainMs);
      return;
    }
    fail('connection.conferenceRequestFailed', { message: textOf(answer) });
    over('Refused');
  }

  function join(): void {
    ownId = (Strophe.getNodeFromJid(connection.jid) ?? '').replaceAll('-', '').slice(0, 8);
    connection.addHandler(onPresence, null, 'presence', null, null, roomJid, {
      matchBareFromJid: true,
    });
    connection.send($pres({ to: `${roomJid}/${ownId}` }).c('x', { xmlns: ns.muc }));
  }

  function onPresence(presence: Element): boolean {
    if (isOver) return false;
    const id = Strophe.getResourceFromJid(presence.getAttribute('from') ?? '') ?? '';
    if (id === 'focus') return true;
    const type = presence.getAttribute('type');
    if (type === 'error') refusedByRoom(presence);
    else if (type === 'unavailable') onLeft(id, presence);
    else onThere(id, presence);
    return true;
  }

  function refusedByRoom(presence: Element): void {
    fail('conference.connectionError.notAllowed', { params: ['general', textOf(presence)] });
    over('Not allowed to join');
  }

  function onThere(id: string, presence: Element): void {
    const item = presence.querySelector('item');
    const role = item?.getAttribute('role') ?? 'participant';
    const name = presence.querySelector('nick')?.textContent ?? '';
    const before = people.get(id);
    people.set(id, { id, name, role, jid: item?.getAttribute('jid') ?? '' });
    if (!before && id === ownId) {
      const about = { roomName: room, id, displayName: name };
      tell({ name: 'video-conference-joined', ...about, breakoutRoom: false, visitor: false });
    } else if (!before) tell({ name: 'participant-joined', id, displayName: name });
    if (before?.role !== role) tell({ name: 'participant-role-changed', id, role });
    say('In the meeting');
  }

  function onLeft(id: string, presence: Element): void {
    if (id !== ownId) {
      people.delete(id);
      tell({ name: 'participant-left', id });
      return say(status);
    }
    const gone = presence.querySelector('destroy');
    if (gone) {
      const reason = gone.querySelector('reason')?.textContent ?? '';
      fail('conference.destroyed', { params: [reason, null] });
      over(`The meeting is gone: ${reason}`);
    } else if (presence.querySelector('status[code="307"]')) {
      tell({ name: 'participant-kicked-out', kicked: { id, local: true }, kicker: {} });
      over('You were kicked');
    }
    tell({ name: 'video-conference-left', roomName: room });
  }

  function onStatus(now: number, condition: string | null): void {
    if (now === Strophe.Status.CONNECTED) {
      connection.send($pres());
      ask();
    }
    if (isOver) return;
    if (now === Strophe.Status.AUTHFAIL) {
      fail('connection.passwordRequired', { message: refusal });
      over('Authentication failed');
    }
    if (now === Strophe.Status.DISCONNECTED) {
      fail('connection.droppedError', { message: condition, isFatal: true });
      over('Connection lost');
    }
  }

  let refusal: string | null = null;
  connection.xmlInput = (node: unknown) => {
    if (node instanceof Element && node.nodeName === 'failure') {
      refusal = node.querySelector('text')?.textContent ?? null;
    }
  };
  say(status);
  connection.connect(hosts.domain, '', onStatus);

  function administer(attributes: Record<string, string>): void {
    connection.sendIQ(
      $iq({ to: roomJid, type: 'set' }).c('query', { xmlns: ns.admin }).c('item', attributes),
    );
  }

  return {
    hangUp() {
      over('You have left');
      connection.disconnect('hung up');
      tell({ name: 'video-conference-left', roomName: room });
      tell({ name: 'video-ready-to-close' });
    },
    endForAll() {
      connection.send($msg({ to: hosts.endConference }).c('end_conference'));
    },
    promote(id) {
      const jid = Strophe.getBareJidFromJid(people.get(id)?.jid ?? '') ?? '';
      administer({ affiliation: 'owner', jid });
    },
    kick: (id) => administer({ role: 'none', nick: id }),
  };
}

function textOf(stanza: Element | null): string {
  return stanza?.querySelector('error > text')?.textContent ?? '';
}
