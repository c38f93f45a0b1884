/** Somebody's client in a random lesson: what it was told, and what it saw of others. */
import type { School } from '../school.ts';
import { type Client, nickOf } from '../client.ts';
import { hosts } from '../config.ts';
import { codeOf, find, refusalOf, type Stanza } from '../stanza.ts';

/** For a machine that is busy; nothing waits this long where nothing is wrong. */
const timeoutMs = 40_000;

export type Pass = { slug: string; lessonId: string; person: string; isOwner: boolean };

export type Device = Pass & {
  passId: string;
  /** `in`, or the code of the refusal; who is told to wait goes on asking. */
  entry: Promise<string>;
  /** The same, once it is known. */
  came: string | null;
  /** Resolves once it is in, refused, or has been told to wait. */
  atTheDoor: Promise<unknown>;
  client: Client | null;
  /** By which others see it, from the moment it is connected. */
  nick: string;
  /** Whether the test has hung up. */
  isGone: boolean;
  isOpen(): boolean;
};

const isToldToWait = (stanza: Stanza): boolean =>
  stanza.name === 'iq' && refusalOf(stanza).includes('homeroom:waiting');

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export function bring(school: School, pass: Pass, passId: string): Device {
  const { slug, lessonId, person, isOwner } = pass;
  const claims = { room: slug, lesson: lessonId, person, jti: passId };
  const connected = school
    .pass({ ...claims, affiliation: isOwner ? 'owner' : 'member' })
    .then((token) => school.connect(token, slug, { timeoutMs }));

  async function enter(): Promise<string> {
    try {
      device.client = await connected;
      device.nick = `${slug}@${hosts.main}/${nickOf(device.client.jid)}`;
      const giveUpAt = Date.now() + timeoutMs;
      for (;;) {
        const entry = await device.client.enter(slug);
        const came = entry.kind === 'in' ? 'in' : codeOf(entry.why);
        // At the very door, when the organizer has left in that moment: as the page does.
        if (came !== 'waiting' || Date.now() > giveUpAt) return came;
      }
    } catch (error) {
      return codeOf(textOf(error));
    }
  }

  const entry = connected.then(enter, (error: unknown) => codeOf(textOf(error)));
  const toldToWait = connected.then(
    (client) => client.until('to be told to wait', isToldToWait).catch(() => undefined),
    () => undefined,
  );
  const device: Device = {
    ...pass,
    passId,
    client: null,
    nick: '',
    came: null,
    entry: entry.then((came) => (device.came = came)),
    atTheDoor: Promise.race([entry, toldToWait]),
    isGone: false,
    isOpen: () => device.client?.isOpen === true,
  };
  return device;
}

export type Seen = { nick: string; role: string; affiliation: string; isGone: boolean };

/** What one presence says of whoever is in the room. */
export function seenIn(stanza: Stanza): Seen | null {
  const nick = stanza.attrs['from'] ?? '';
  const type = stanza.attrs['type'];
  if (stanza.name !== 'presence' || type === 'error' || !nick.includes(`@${hosts.main}/`))
    return null;
  const item = stanza.children.map((child) => find(child, 'item')).find(Boolean);
  if (!item || nick.endsWith('/focus')) return null;
  const { role = '', affiliation = '' } = item.attrs;
  return { nick, role, affiliation, isGone: type === 'unavailable' };
}

/** Who is in the room, as this client was told. */
export function rosterOf({ received }: Client): readonly Seen[] {
  const roster = new Map<string, Seen>();
  for (const stanza of received) {
    const seen = seenIn(stanza);
    if (seen) roster.set(seen.nick, seen);
  }
  return [...roster.values()].filter(({ isGone }) => !isGone);
}

/** Who was in already when this client came: the room tells of them before it tells of itself. */
export function metOnEntry({ received }: Client, ownNick: string): readonly Seen[] {
  const met: Seen[] = [];
  for (const stanza of received) {
    const seen = seenIn(stanza);
    if (seen?.nick === ownNick) break;
    if (seen && !seen.isGone) met.push(seen);
  }
  return met;
}
