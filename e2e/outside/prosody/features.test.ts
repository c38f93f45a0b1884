/** What a Room's rules keep from its members is held here, whatever a client offers. */
import type { Builder } from 'strophe.js';
import { $msg } from 'strophe.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import {
  addSource,
  answerPoll,
  jsonMessage,
  makePoll,
  say,
  setAffiliation,
  shareFile,
  whisper,
} from './actions.ts';
import { type Lesson, openSchool, type School, until } from './school.ts';
import { find, refusalOf } from './stanza.ts';

let school: School;
beforeAll(async () => {
  school = await openSchool();
}, 30_000);
afterEach(() => school.clear());
afterAll(() => school.stop());

const allOff = { chat: false, screenSharing: false };
type Cast = { lesson: Lesson; teacher: Client; helper: Client; student: Client; other: Client };

/** With everything switched off for members. */
async function cast(): Promise<Cast> {
  const lesson = await school.openLesson();
  const teacher = await lesson.bring('owner', 'teacher');
  const helper = await lesson.bring('member', 'helper', allOff);
  const student = await lesson.bring('member', 'student', allOff);
  const other = await lesson.bring('member', 'other', allOff);
  await teacher.askFor(setAffiliation(lesson.roomJid, helper.jid, 'owner'));
  await until('the promotion', () => teacher.rightOf(helper.nick)?.role === 'moderator');
  return { lesson, teacher, helper, student, other };
}

async function refusedBy(client: Client, action: Builder): Promise<string> {
  const since = client.received.length;
  client.send(action);
  const isError = ({ attrs }: { attrs: Readonly<Record<string, string>> }): boolean =>
    attrs['type'] === 'error';
  return refusalOf(await client.until('the refusal', isError, since));
}

const reaction = (to: string, type: string): Builder =>
  $msg({ to, type })
    .c('reactions', { xmlns: 'urn:xmpp:reactions:0', id: 'x' })
    .c('reaction')
    .t('👍');
const retraction = (to: string): Builder =>
  $msg({ to, type: 'groupchat' }).c('retract', { xmlns: 'urn:xmpp:message-retract:1', id: 'x' });

const off = /^auth\/forbidden: (Writing is|Members of this room)/;
const actions: [string, (who: Cast) => Builder][] = [
  ['write to all', (c) => say(c.lesson.roomJid, 'hello')],
  [
    'write to all in another namespace',
    (c) => $msg({ to: c.lesson.roomJid, type: 'groupchat' }).c('body', { xmlns: 'x:y' }).t('hello'),
  ],
  [
    'write to all by a message of no type',
    (c) => $msg({ to: c.lesson.roomJid }).c('body').t('hello'),
  ],
  ['write to one', (c) => whisper(c.other.nick, 'hello')],
  ['write to the organizer', (c) => whisper(c.teacher.nick, 'hello')],
  ['react to all', (c) => reaction(c.lesson.roomJid, 'groupchat')],
  ['react to one', (c) => reaction(c.other.nick, 'chat')],
  ['retract', (c) => retraction(c.lesson.roomJid)],
  [
    'write with an invitation beside it',
    (c) =>
      $msg({ to: c.lesson.roomJid, type: 'groupchat' })
        .c('body')
        .t('hello')
        .up()
        .c('x', { xmlns: 'jabber:x:conference' }),
  ],
  [
    'hide text in a message of the client',
    (c) => jsonMessage(c.lesson.roomJid, { type: 'x', text: 'hello' }),
  ],
  [
    'hide text beside keys',
    (c) => jsonMessage(c.other.nick, { type: 'olm' }, 'chat').up().c('body').t('hello'),
  ],
  ['make a poll', () => makePoll('p')],
  ['make a poll by another command', () => makePoll('p', 'NEW-POLL')],
  ['share a file', () => shareFile('f')],
  ['share a screen with all', (c) => addSource(`${c.lesson.roomJid}/focus`, 'desktop')],
  ['share a screen with one', (c) => addSource(c.other.nick, 'desktop')],
];

describe('a member whose pass does not say so', () => {
  it.each(actions)('may not %s', async (_, action) => {
    const people = await cast();
    expect(await refusedBy(people.student, action(people))).toMatch(off);
  });

  it('may answer polls', async () => {
    const { teacher, student } = await cast();
    teacher.send(makePoll('q'));
    await student.until('the poll', ({ children }) => JSON.stringify(children).includes('Why?'));
    student.send(answerPoll('q'));
    await teacher.until('the answer', ({ children }) =>
      JSON.stringify(children).includes('answer-poll'),
    );
  });

  it('exchanges the keys of end-to-end encryption', async () => {
    const { student, other } = await cast();
    student.send(jsonMessage(other.nick, { type: 'olm', olm: { type: 'init' } }, 'chat'));
    await other.until(
      'the keys',
      (stanza) =>
        find(stanza, 'json-message') !== undefined && stanza.attrs['from'] === student.nick,
    );
  });

  it('shows a camera', async () => {
    const { student, other } = await cast();
    const since = other.received.length;
    student.send(addSource(other.nick, 'camera'));
    await other.until('the camera', (stanza) => find(stanza, 'jingle') !== undefined, since);
  });
});

const given: [string, (who: Cast) => Builder, string][] = [
  ['write to all', (c) => say(c.lesson.roomJid, 'hello'), 'body'],
  ['write to one', (c) => whisper(c.other.nick, 'hello'), 'body'],
  ['make a poll', () => makePoll('r'), 'json-message'],
  ['share a screen', (c) => addSource(c.other.nick, 'desktop'), 'jingle'],
];

describe.each(['teacher', 'helper'] as const)('the %s', (who) => {
  it.each(given)('may %s', async (_, action, element) => {
    const people = await cast();
    const since = people.other.received.length;
    people[who].send(action(people));
    await people.other.until('it', (stanza) => find(stanza, element) !== undefined, since);
  });
});

it('files are shared by organizers', async () => {
  const { teacher, helper, other } = await cast();
  const since = other.received.length;
  teacher.send(shareFile('g'));
  await other.until(
    'the file',
    ({ children }) => JSON.stringify(children).includes('file-sharing'),
    since,
  );
  expect(await refusedBy(helper, shareFile('h'))).toMatch(off);
});

it('members write where the Room lets them', async () => {
  const { lesson, teacher } = await cast();
  const guest = await lesson.bring('member', 'writer', { chat: true, screenSharing: false });
  guest.send(say(lesson.roomJid, 'hello'));
  await teacher.until('the text', (stanza) => find(stanza, 'body')?.text === 'hello');
  guest.send(whisper(teacher.nick, 'psst'));
  await teacher.until('the whisper', (stanza) => find(stanza, 'body')?.text === 'psst');
  expect(await refusedBy(guest, makePoll('s'))).toMatch(off);
});

it("a demoted member's right to write is gone with the promotion", async () => {
  const { lesson, teacher, helper } = await cast();
  await teacher.askFor(setAffiliation(lesson.roomJid, helper.jid, 'member'));
  expect(await refusedBy(helper, say(lesson.roomJid, 'hello'))).toMatch(off);
});
