/** Into a meeting's room, and what one is there (XEP-0045), as Jitsi's client does it. */
import { randomUUID } from 'node:crypto';
import { createElement, type Element } from 'ltx';
import { conditionOf, type XmppClient } from './xmpp.ts';

const ns = {
  focus: 'http://jitsi.org/protocol/focus',
  muc: 'http://jabber.org/protocol/muc',
  mucUser: 'http://jabber.org/protocol/muc#user',
  mucAdmin: 'http://jabber.org/protocol/muc#admin',
} as const;

export type MeetingHosts = { domain: string; main: string; focusComponent: string };

export type Right = { affiliation: string; role: string };
export type Outcome = ({ kind: 'in' } & Right) | { kind: 'refused'; why: string };

export const nickOf = ({ jid }: XmppClient): string =>
  (jid.split('@')[0] ?? '').replaceAll('-', '').slice(0, 8);

/** Asks jicofo for the conference. @returns `null` for yes, or why not @throws without an answer */
export async function askForConference(
  client: XmppClient,
  { main, focusComponent }: MeetingHosts,
  slug: string,
): Promise<string | null> {
  const answer = await client.ask(
    focusComponent,
    'set',
    createElement('conference', {
      xmlns: ns.focus,
      room: `${slug}@${main}`,
      'machine-uid': randomUUID(),
    }),
  );
  if (answer.attrs['type'] === 'error') return refusalOf(answer);
  const isReady = answer.getChild('conference')?.attrs['ready'];
  return isReady === 'false' ? 'jicofo says that the conference is not ready' : null;
}

/** @throws when there is no answer */
export async function join(
  client: XmppClient,
  { main }: MeetingHosts,
  slug: string,
): Promise<Outcome> {
  const id = randomUUID();
  const since = client.received.length;
  const to = `${slug}@${main}/${nickOf(client)}`;
  client.send(createElement('presence', { to, id }, createElement('x', { xmlns: ns.muc })));
  // The room gives the presence back with its id, and so does whoever refuses it.
  const answer = await client.until(
    'answer from the room',
    ({ name, attrs }) => name === 'presence' && attrs['id'] === id && attrs['from'] === to,
    since,
  );
  if (answer.attrs['type'] === 'error') return { kind: 'refused', why: refusalOf(answer) };
  return { kind: 'in', ...(rightIn(answer) ?? { affiliation: 'none', role: 'none' }) };
}

/** As Jitsi's client does: jicofo first, then the room. */
export async function enter(
  client: XmppClient,
  hosts: MeetingHosts,
  slug: string,
): Promise<Outcome> {
  const why = await askForConference(client, hosts, slug);
  return why === null ? join(client, hosts, slug) : { kind: 'refused', why };
}

/** @returns `null` when it was done, or why not */
export async function setAffiliation(
  client: XmppClient,
  { main }: MeetingHosts,
  slug: string,
  whose: { jid: string; affiliation: 'owner' | 'member' },
): Promise<string | null> {
  const jid = whose.jid.split('/')[0] ?? '';
  const item = createElement('item', { jid, affiliation: whose.affiliation });
  const query = createElement('query', { xmlns: ns.mucAdmin }, item);
  const answer = await client.ask(`${slug}@${main}`, 'set', query);
  return answer.attrs['type'] === 'error' ? refusalOf(answer) : null;
}

/** Everything that the room has said of this client's right, from `since` on. */
export function rightsTold(client: XmppClient, since = 0): Right[] {
  return client.received
    .slice(since)
    .filter(({ name, attrs }) => name === 'presence' && isOwn(client, attrs['from'] ?? ''))
    .flatMap((presence) => rightIn(presence) ?? []);
}

const isOwn = (client: XmppClient, from: string): boolean => from.endsWith(`/${nickOf(client)}`);

export const isModerator = ({ affiliation, role }: Right): boolean =>
  role === 'moderator' || affiliation === 'owner' || affiliation === 'admin';

function rightIn(presence: Element): Right | null {
  const item = presence.getChild('x', ns.mucUser)?.getChild('item');
  if (!item) return null;
  return { affiliation: item.attrs['affiliation'] ?? 'none', role: item.attrs['role'] ?? 'none' };
}

/** Resolves with the reason, when this client is told that its room is gone. */
export async function untilRoomGone(client: XmppClient, withinMs: number): Promise<string> {
  const gone = await client.until('end of the room', isGone, 0, withinMs);
  return gone.getChild('x', ns.mucUser)?.getChild('destroy')?.getChildText('reason') ?? '';
}

const isGone = (stanza: Element): boolean =>
  stanza.name === 'presence' && stanza.getChild('x', ns.mucUser)?.getChild('destroy') !== undefined;

function refusalOf(stanza: Element): string {
  const error = stanza.getChild('error');
  return error ? conditionOf(error) : 'refused';
}
