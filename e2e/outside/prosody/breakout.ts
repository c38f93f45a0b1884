/** Breakout rooms, as Jitsi's client makes them and moves into them. */
import { expect } from 'vitest';
import type { Client } from './client.ts';
import { addBreakout } from './actions.ts';
import type { Lesson } from './school.ts';
import { find } from './stanza.ts';

export async function makeBreakout(teacher: Client): Promise<string> {
  const since = teacher.received.length;
  teacher.send(addBreakout('group one'));
  const told = await teacher.until(
    'the list of breakout rooms',
    (stanza) => find(stanza, 'json-message')?.text.includes('breakout_rooms') === true,
    since,
  );
  const jid = /"([0-9a-f-]+@breakout\.[a-z.]+)"/.exec(find(told, 'json-message')?.text ?? '')?.[1];
  if (!jid) throw new Error('no breakout room');
  return jid;
}

/** As Jitsi's client moves: asks for the breakout room, leaves, enters there. */
export async function moveTo(client: Client, lesson: Lesson, breakoutJid: string): Promise<void> {
  client.leave(lesson.roomJid);
  expect(await client.askFor(client.conferenceRequest(breakoutJid))).toBe('result');
  expect((await client.join(breakoutJid)).kind).toBe('in');
}
