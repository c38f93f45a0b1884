/** Where people's stanzas may go: everything that is not theirs is refused at the VirtualHost. */
import { $iq, $msg, $pres, type Builder } from 'strophe.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { ns } from './client.ts';
import { domain, hosts } from './config.ts';
import { jsonMessage, say, whisper } from './actions.ts';
import { type Lesson, openSchool, type School } from './school.ts';
import { find, refusalOf, type Stanza } from './stanza.ts';

let school: School;
beforeAll(async () => {
  school = await openSchool();
}, 30_000);
afterEach(() => school.clear());
afterAll(() => school.stop());

const disco = 'http://jabber.org/protocol/disco#info';

/** What comes back to a stanza: an error, or nothing but the answer to a later question. */
async function answerTo(client: Client, builder: Builder): Promise<Stanza | 'silence'> {
  const since = client.received.length;
  const id = `stray-${since}`;
  builder.tree().setAttribute('id', id);
  client.send(builder);
  await client.ask($iq({ to: domain, type: 'get' }).c('query', { xmlns: disco }));
  return client.received.slice(since).find(({ attrs }) => attrs['id'] === id) ?? 'silence';
}

async function refusal(client: Client, builder: Builder): Promise<string> {
  const answer = await answerTo(client, builder);
  return answer === 'silence' ? answer : refusalOf(answer);
}

type Cast = { lesson: Lesson; teacher: Client; student: Client };

async function cast(): Promise<Cast> {
  const lesson = await school.openLesson();
  const teacher = await lesson.bring('owner', 'teacher');
  const student = await lesson.bring('member', 'student');
  return { lesson, teacher, student };
}

const brewery = `jvbbrewery@${hosts.bridges}`;
const enter = (to: string): Builder => $pres({ to }).c('x', { xmlns: ns.muc });
const message = (to: string): Builder => $msg({ to, type: 'chat' }).c('body').t('hello');
const get = (to: string, xmlns: string, name = 'query'): Builder =>
  $iq({ to, type: 'get' }).c(name, { xmlns });
const setOwn = (name: string, xmlns: string): Builder =>
  $iq({ type: 'set' }).c(name, { xmlns }).c('x', { xmlns: 'own:note' }).t('kept');

const strays: [string, (who: Cast) => Builder][] = [
  ["enter the bridges' room", () => enter(`${brewery}/x`)],
  ["make a room beside the bridges'", () => enter(`mine@${hosts.bridges}/x`)],
  ["write into the bridges' room", () => say(brewery, 'hello')],
  ["ask for the bridges' room", () => get(brewery, disco)],
  ["list the bridges' rooms", () => get(hosts.bridges, 'http://jabber.org/protocol/disco#items')],
  ['list the rooms', () => get(hosts.main, 'http://jabber.org/protocol/disco#items')],
  ['write to jicofo', () => message(school.focus().client.jid)],
  ['ask jicofo', () => get(school.focus().client.jid, 'jabber:iq:version')],
  ["be seen by jicofo's account", () => $pres({ to: `focus@${hosts.auth}` })],
  ['subscribe to jicofo', () => $pres({ to: `focus@${hosts.auth}`, type: 'subscribe' })],
  ['enter a room of the recorder host', () => enter(`x@${hosts.recorder}/x`)],
  ['write to another person', ({ teacher }) => message(teacher.jid)],
  [
    'write to another person without a device',
    ({ teacher }) => message(teacher.jid.split('/')[0] ?? ''),
  ],
  ['ask another person', ({ teacher }) => get(teacher.jid, disco)],
  ['be seen by another person', ({ teacher }) => $pres({ to: teacher.jid })],
  ['write to itself', ({ student }) => message(student.jid)],
  ['store something private', () => setOwn('query', 'jabber:iq:private')],
  ['publish something', () => setOwn('pubsub', 'http://jabber.org/protocol/pubsub')],
  ['change its card', () => setOwn('vCard', 'vcard-temp')],
  ['change its contacts', () => setOwn('query', 'jabber:iq:roster')],
  ['ask another server', () => get('elsewhere.test', disco)],
  ['write to another server', () => message('x@elsewhere.test')],
  [
    'enter a room through a tenant',
    ({ lesson }) => enter(`${lesson.slug}@conference.tenant.${domain}/x`),
  ],
  [
    'ask for the commands of the server',
    () => get(domain, 'http://jabber.org/protocol/disco#items'),
  ],
  [
    'run a command of the server',
    () =>
      $iq({ to: domain, type: 'set' }).c('command', {
        xmlns: 'http://jabber.org/protocol/commands',
        node: 'http://jabber.org/protocol/admin#add-user',
      }),
  ],
  ['register', () => $iq({ to: domain, type: 'set' }).c('query', { xmlns: 'jabber:iq:register' })],
  [
    'have jicofo record',
    ({ lesson }) =>
      $iq({ to: `${lesson.roomJid}/focus`, type: 'set' }).c('jibri', {
        xmlns: 'http://jitsi.org/protocol/jibri',
        action: 'start',
      }),
  ],
  [
    'have jicofo call a number',
    ({ lesson }) =>
      $iq({ to: `${lesson.roomJid}/focus`, type: 'set' }).c('dial', {
        xmlns: 'urn:xmpp:rayo:1',
        to: '+4930',
      }),
  ],
  ['tell a component something else', () => jsonMessage(hosts.endConference, { type: 'x' })],
  [
    'tell a component two things',
    () =>
      $msg({ to: hosts.speakerStats })
        .c('speakerstats', { xmlns: 'http://jitsi.org/jitmeet' })
        .up()
        .c('end_conference'),
  ],
];

describe.each(['student', 'teacher'] as const)('the %s', (who) => {
  it.each(strays)('may not %s', async (_, stray) => {
    const people = await cast();
    expect(await refusal(people[who], stray(people))).toBe('auth/forbidden: homeroom:not-here');
  });
});

describe('another lesson', () => {
  const reach: [string, (other: Lesson, theirs: Client) => Builder][] = [
    ['write into its room', (other) => say(other.roomJid, 'hello')],
    ['whisper to somebody in it', (_, theirs) => whisper(theirs.nick, 'hello')],
    ['ask for its room', (other) => get(other.roomJid, disco)],
    [
      'ask who its owners are',
      (other) => get(other.roomJid, ns.mucAdmin).c('item', { affiliation: 'owner' }),
    ],
  ];
  it.each(reach)('nobody may %s', async (_, stray) => {
    const { student } = await cast();
    const other = await school.openLesson();
    const theirs = await other.bring('owner', 'colleague');
    expect(await refusal(student, stray(other, theirs))).toBe(
      'auth/forbidden: homeroom:wrong-room',
    );
  });
});

it("nobody writes into another lesson's lobby", async () => {
  const { student } = await cast();
  const other = await school.openLesson({ usesLobby: true });
  const theirs = await other.bring('owner', 'colleague');
  await theirs.join(other.lobbyJid);
  // Jitsi's own lobby lets no answer out, so the refusal may be silent.
  expect(await refusal(student, say(other.lobbyJid, 'hello'))).toMatch(/wrong-room|silence/);
  await theirs.ask(get(domain, disco));
  expect(theirs.received.some((stanza) => find(stanza, 'body')?.text === 'hello')).toBe(false);
});

it('after the end nothing is to be said or asked any more', async () => {
  const { lesson, teacher, student } = await cast();
  const { nick } = teacher;
  const options = { slug: lesson.slug };
  await school.homeroom().commands.end(lesson.slug, lesson.lessonId, 'ended-by-organizer');
  await student.untilRoomGone();
  const next = await school.openLesson(options);
  await next.bring('owner', 'teacher');
  if (!student.isOpen) return;
  const why = await refusal(student, say(lesson.roomJid, 'hello')).catch(() => 'disconnected');
  expect(why).toMatch(/homeroom:lesson-over|disconnected/);
  const again = await refusal(student, whisper(nick, 'hello')).catch(() => 'disconnected');
  expect(again).toMatch(/homeroom:lesson-over|disconnected/);
});

describe("what Jitsi's client asks for is answered", () => {
  const wanted: [string, (who: Cast) => Builder, string][] = [
    ['what the server has', () => get(domain, disco), 'result'],
    ['what a component has', () => get(hosts.breakout, disco), 'result'],
    ['whether the server is there', () => get(domain, 'urn:xmpp:ping', 'ping'), 'result'],
    ['what its own room is', ({ lesson }) => get(lesson.roomJid, disco), 'result'],
    ['the relays', () => get(domain, 'urn:xmpp:extdisco:2', 'services'), 'result'],
  ];
  it.each(wanted)('%s', async (_, question, answer) => {
    const people = await cast();
    expect(await people.student.askFor(question(people))).toBe(answer);
  });

  it('media between two', async () => {
    const { teacher, student } = await cast();
    const since = teacher.received.length;
    student.send(
      $iq({ to: teacher.nick, type: 'set', id: 'media' }).c('jingle', {
        xmlns: 'urn:xmpp:jingle:1',
        action: 'transport-info',
        sid: 'x',
      }),
    );
    await teacher.until('the offer', (stanza) => find(stanza, 'jingle') !== undefined, since);
  });
});
