/**
 * `/homeroom/practice/meeting.js`: the page in the practice meeting's frame. It
 * wires the server's socket, what is shown, and the channel to the host.
 */
import type { FromServer } from '../../server/practice/wire.ts';
import { connect } from './connection.ts';
import { createMedia } from './media.ts';
import styles from './meeting.css?inline';
import { isRecord, openChannel } from './postis.ts';
import { textsFor } from './texts.ts';
import { applyMessage, leave, type JitsiEvent, type PageState } from './translate.ts';
import { createView } from './view.ts';

const room = decodeURIComponent(location.pathname.split('/').at(-1) ?? '');
const given = new URLSearchParams(location.hash.slice(1));
const { texts, language } = textsFor(new URLSearchParams(location.search).get('lang') ?? 'en');

dress();

let state: PageState = { kind: 'connecting' };

const channel = openChannel({
  peer: () => window.parent,
  origin: location.origin,
  id: given.get('jitsi_meet_external_api_id') ?? '0',
  onMessage: obey,
});

tell({ name: 'ready' });
const media = createMedia(given, tell, (now) => view.showMedia(now));

const connection = connect({
  address: `${location.origin.replace(/^http/, 'ws')}/homeroom/practice/socket`,
  room,
  pass: given.get('jwt') ?? '',
  onMessage: (message: FromServer) => become(applyMessage(state, message, room)),
  onCut() {
    if (state.kind === 'inside') become({ state: { ...state, kind: 'cut' }, events: [] });
  },
});

const view = createView({
  root: document.body.appendChild(document.createElement('main')),
  texts,
  wish: connection.wish,
  toggle: media.toggle,
});

// The pass was read: it is removed from the address, so that a copied address or a bookmark does
// not carry it.
history.replaceState(null, '', location.pathname + location.search);
view.show(state);
view.showMedia(media.now());

function become(next: { state: PageState; events: JitsiEvent[] }): void {
  state = next.state;
  view.show(state);
  next.events.flatMap(media.around).forEach(tell);
}

function tell(event: JitsiEvent): void {
  channel.send({ type: 'event', data: event });
}

function hangUp(): void {
  connection.close();
  become(leave(room));
}

function obey(message: unknown): void {
  if (!isRecord(message) || !isRecord(message['data'])) return;
  const { name, data } = message['data'];
  if (message['type'] === 'request') return answer(message['id'], name);
  const [first] = Array.isArray(data) ? data : [];
  switch (name) {
    case 'video-hangup':
      return hangUp();
    case 'end-conference':
      return connection.wish({ kind: 'end' });
    case 'grant-moderator':
      return about(first, 'promote');
    case 'kick-participant':
      return about(first, 'remove');
    case 'join-breakout-room':
      return connection.wish({ kind: 'move', breakoutId: first ? String(first) : null });
    case 'toggle-audio':
      return media.toggle('microphone');
    case 'toggle-video':
      return media.toggle('camera');
  }
}

function answer(id: unknown, name: unknown): void {
  channel.send({ type: 'response', id, result: media.answer(name) });
}

/** Jitsi names people by occupant, Homeroom by person. */
function about(occupantId: unknown, kind: 'promote' | 'remove'): void {
  if (state.kind !== 'inside') return;
  const person = state.people.find((one) => one.occupantId === occupantId);
  if (person) connection.wish({ kind, personId: person.personId });
}

function dress(): void {
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
  document.title = texts.title;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets = [sheet];
}
