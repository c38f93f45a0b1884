/**
 * Stands in for jicofo: takes conference requests, enters the room as `focus` and
 * answers; leaves when everybody has. Kept to what jicofo was seen to do.
 */
import { $iq, $pres } from 'strophe.js';
import { connect, type Client, type ClientOptions, ns } from './client.ts';
import { find, type Stanza, statusCodes } from './stanza.ts';

export type Focus = {
  client: Client;
  /** Rooms that it was asked for, in order. */
  asked: string[];
  /** jicofo's automatic owner: gives the room to whoever is there. */
  giveOwner(roomJid: string, jid: string): Promise<string>;
  close(): void;
};

export async function startFocus(
  options: ClientOptions,
  account: { jid: string; password: string },
): Promise<Focus> {
  const client = await connect(options, account);
  const asked: string[] = [];
  const rooms = new Map<string, Promise<boolean>>();

  async function takeRoom(roomJid: string): Promise<boolean> {
    const entry = await client.join(roomJid, 'focus');
    if (entry.kind === 'refused') return false;
    const submit = $iq({ to: roomJid, type: 'set' })
      .c('query', { xmlns: ns.mucOwner })
      .c('x', { xmlns: ns.form, type: 'submit' });
    await client.ask(submit);
    return true;
  }

  async function answer(request: Stanza, roomJid: string): Promise<void> {
    asked.push(roomJid);
    const known = rooms.get(roomJid) ?? takeRoom(roomJid);
    rooms.set(roomJid, known);
    const ready = await known;
    if (!ready) rooms.delete(roomJid);
    const { id = '', from = '' } = request.attrs;
    client.send(
      $iq({ to: from, id, type: 'result' }).c('conference', {
        xmlns: ns.focus,
        room: roomJid,
        ready: String(ready),
      }),
    );
  }

  function forget(presence: Stanza): void {
    const room = presence.attrs['from']?.split('/')[0] ?? '';
    const isGone = presence.attrs['type'] === 'unavailable';
    if (isGone && statusCodes(presence).includes('110')) rooms.delete(room);
    if (isGone && find(presence, 'x', 'destroy')) rooms.delete(room);
  }

  let seen = 0;
  const listen = (): void => {
    for (const stanza of client.received.slice(seen)) {
      seen++;
      const room = find(stanza, 'conference')?.attrs['room'];
      if (stanza.name === 'iq' && stanza.attrs['type'] === 'set' && room) {
        answer(stanza, room).catch(() => rooms.delete(room));
      }
      if (stanza.name === 'presence') forget(stanza);
    }
  };
  const inner = client.connection.xmlInput;
  client.connection.xmlInput = (element: Node | MessageEvent) => {
    inner(element);
    listen();
  };

  // Strophe would answer that nobody is home.
  client.connection.addHandler(() => true, null, 'iq', 'set');
  client.send($pres());
  client.send($pres({ to: options.focusHost }));
  return {
    client,
    asked,
    giveOwner: (roomJid, jid) =>
      client.askFor(
        $iq({ to: roomJid, type: 'set' })
          .c('query', { xmlns: ns.mucAdmin })
          .c('item', { affiliation: 'owner', jid: jid.split('/')[0] ?? '' }),
      ),
    close: () => client.close(),
  };
}
