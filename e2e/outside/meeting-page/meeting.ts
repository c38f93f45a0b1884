/** The page in the frame, or opened by hand: `/ROOM?jwt=…` or `/ROOM#jwt=…`, as Jitsi's. */
import { createMedia, type Device, type MediaState } from '../../../src/practice/media.ts';
import { isRecord, openChannel } from '../../../src/practice/postis.ts';
import { enterMeeting, type FrameEvent, type Hosts } from './xmpp.ts';

declare global {
  interface Window {
    config: { hosts: Hosts };
  }
}

const room = decodeURIComponent(location.pathname.split('/').at(-1) ?? '');
const inHash = new URLSearchParams(location.hash.slice(1));
const pass = inHash.get('jwt') ?? new URLSearchParams(location.search).get('jwt') ?? '';
const scheme = location.protocol.replace('http', 'ws');
const query = new URLSearchParams({ room, ...(pass ? { token: pass } : {}) });

const channel = openChannel({
  peer: () => window.parent,
  origin: document.referrer ? new URL(document.referrer).origin : location.origin,
  id: inHash.get('jitsi_meet_external_api_id') ?? '0',
  onMessage: obey,
});

const status = document.querySelector('[role=status]');
const list = document.querySelector('ul');

tell({ name: 'ready' });
const media = createMedia(inHash, tell, showMedia);
const devices: Readonly<Record<Device, HTMLButtonElement>> = {
  microphone: button('Microphone', () => media.toggle('microphone')),
  camera: button('Camera', () => media.toggle('camera')),
};
document.querySelector('main')?.append(...Object.values(devices));
showMedia(media.now());

const meeting = enterMeeting({
  url: `${scheme}//${location.host}/xmpp-websocket?${query.toString()}`,
  hosts: window.config.hosts,
  room,
  tell: (event) => media.around(event).forEach(tell),
  show(text, people) {
    if (status) status.textContent = text;
    list?.replaceChildren(
      ...people.map(({ id, name, role }) => {
        const row = document.createElement('li');
        row.textContent = `${name}: ${role}`;
        row.append(
          button(`Promote ${name}`, () => meeting.promote(id)),
          button(`Kick ${name}`, () => meeting.kick(id)),
        );
        return row;
      }),
    );
  },
});

/** Named for who looks for it by name only, so that a row's text stays what it says. */
function button(label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.ariaLabel = label;
  made.addEventListener('click', act);
  return made;
}

document.querySelector('main > button')?.addEventListener('click', () => meeting.hangUp());

function showMedia({ microphone, camera }: MediaState): void {
  devices.microphone.ariaPressed = String(microphone);
  devices.camera.ariaPressed = String(camera);
}

function tell(event: FrameEvent): void {
  channel.send({ type: 'event', data: event });
}

function obey(message: unknown): void {
  if (!isRecord(message) || !isRecord(message['data'])) return;
  const { name, data } = message['data'];
  const [first] = Array.isArray(data) ? data : [];
  if (message['type'] === 'request') {
    channel.send({ type: 'response', id: message['id'], result: media.answer(name) });
  }
  if (name === 'toggle-audio') media.toggle('microphone');
  if (name === 'toggle-video') media.toggle('camera');
  if (name === 'video-hangup') meeting.hangUp();
  if (name === 'end-conference') meeting.endForAll();
  if (name === 'grant-moderator') meeting.promote(String(first));
  if (name === 'kick-participant') meeting.kick(String(first));
}
