/** Stanzas in another shape than a client's: errors, leavings, invitations that are none. */
import { $iq, $msg, $pres, type Builder } from 'strophe.js';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { domain, hosts } from './config.ts';
import { jsonMessage, makePoll } from './actions.ts';
import { type Lesson, openSchool, type School } from './school.ts';

let school: School;
beforeAll(async () => {
  school = await openSchool();
}, 30_000);
afterEach(() => school.clear());
afterAll(() => school.stop());

const mucUser = 'http://jabber.org/protocol/muc#user';
const poll = JSON.stringify({
  type: 'polls',
  command: 'new-poll',
  pollId: 'p',
  question: 'sneaked in',
  answers: [{ name: 'yes' }],
});
const answer = { type: 'polls', command: 'answer-poll', pollId: 'q', answers: [true, false] };
type Cast = { lesson: Lesson; other: Client };

const invitation = ({ lesson, other }: Cast, kind: string): Builder =>
  $msg({ to: lesson.roomJid })
    .c('x', { xmlns: mucUser })
    .c(kind, { to: other.jid })
    .c('reason')
    .t('sneaked in');
const leaving = (to: string): Builder =>
  $pres({ to, type: 'unavailable' }).c('note').t('sneaked in');

const actions: [string, (who: Cast) => Builder][] = [
  [
    'write to all beside what looks like an invitation',
    ({ lesson }) =>
      $msg({ to: lesson.roomJid, type: 'groupchat' })
        .c('body')
        .t('sneaked in')
        .up()
        .c('x', { xmlns: mucUser }),
  ],
  [
    'write to one beside what looks like an invitation',
    ({ other }) =>
      $msg({ to: other.nick, type: 'chat' })
        .c('body')
        .t('sneaked in')
        .up()
        .c('x', { xmlns: mucUser }),
  ],
  [
    'write to one by an error',
    ({ other }) =>
      $msg({ to: other.nick, type: 'error' })
        .c('error', { type: 'cancel' })
        .c('not-allowed', { xmlns: 'urn:ietf:params:xml:ns:xmpp-stanzas' })
        .up()
        .c('text', { xmlns: 'urn:ietf:params:xml:ns:xmpp-stanzas' })
        .t('sneaked in'),
  ],
  [
    'make a poll by an error',
    () => $msg({ to: hosts.polls, type: 'error' }).c('json-message').t(poll),
  ],
  ['decline an invitation that there was not', (who) => invitation(who, 'decline')],
  ['invite', (who) => invitation(who, 'invite')],
  [
    'write in the answer to a poll',
    () => jsonMessage(hosts.polls, { ...answer, question: 'sneaked in' }, 'chat'),
  ],
  [
    'speak in subtitles by what Prosody reads as keys of encryption',
    ({ other }) =>
      jsonMessage(
        other.nick,
        { type: 'transcription-result', text: 'sneaked in', __hash: ['type', 'olm'] },
        'chat',
      ),
  ],
  ['take leave of another person', ({ other }) => leaving(other.jid)],
];

it.each(actions)('a member may not %s', async (_, deed) => {
  const lesson = await school.openLesson();
  const teacher = await lesson.bring('owner', 'teacher');
  const allOff = { chat: false, screenSharing: false };
  const student = await lesson.bring('member', 'student', allOff);
  const other = await lesson.bring('member', 'other', allOff);
  teacher.send(makePoll('q'));
  await student.until('the poll', (stanza) => JSON.stringify(stanza).includes('Why?'));
  student.send(deed({ lesson, other }));
  // Whatever came of it has been sent once the later questions are answered.
  for (const client of [student, teacher, other]) {
    await client.ask(
      $iq({ to: domain, type: 'get' }).c('query', {
        xmlns: 'http://jabber.org/protocol/disco#info',
      }),
    );
  }
  for (const client of [teacher, other]) {
    const sneaked = client.received.filter((stanza) =>
      JSON.stringify(stanza).includes('sneaked in'),
    );
    expect(sneaked).toEqual([]);
  }
});
