/**
 * A lesson in a throwaway room, with passes as everybody gets them: what the promises say
 * happens to a teacher and to students, happens to these.
 */
import type { DoctorFinding } from '../contract/doctor.ts';
import type { Throwaway } from '../jitsi/doctor-protocol.ts';
import { type DoctorCheck, failed, passed, unproven } from './checks.ts';
import {
  askForConference,
  enter,
  isModerator,
  join,
  type MeetingHosts,
  rightsTold,
  setAffiliation,
  untilRoomGone,
} from './muc.ts';
import type { Place } from './place.ts';
import { signIn, type XmppClient } from './xmpp.ts';

export type LessonToCheck = {
  place: Place;
  hosts: MeetingHosts;
  lesson: Throwaway;
  /** A second one that is open, to try the wrong passes in. */
  other: Throwaway;
  /** Where clients are kept that have to be closed, whatever happens. */
  clients: Set<XmppClient>;
};

const gateTodo =
  'mod_homeroom does not hold the gate: homeroom install, and restart Prosody. Until then start no lessons.';
const rightsTodo =
  'Another plugin gives rights away (token_affiliation_legacy, muc_allowners, one of your own): take it out of the meetings’ modules_enabled, and restart Prosody.';
/** The grace time of a throwaway lesson is two seconds; leaves may come late (muc_rate_limit). */
const endWithinMs = 30_000;

const ofLesson = [
  'member-waits',
  'owner-moderates',
  'member-is-member',
  'wrong-room-refused',
  'promoted-is-limited',
  'promotes-nobody',
  'ends-after-owner',
  'ended-lesson-refused',
] as const satisfies readonly DoctorCheck[];

/** Findings for all checks of a lesson, where none could be tried. */
export const lessonUnproven = (why: string): DoctorFinding[] =>
  ofLesson.map((check) => unproven(check, why));

export async function* checkLesson(given: LessonToCheck): AsyncGenerator<DoctorFinding> {
  const proven = new Set<string>();
  try {
    for await (const finding of course(given)) {
      proven.add(finding.check);
      yield finding;
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    for (const check of ofLesson) if (!proven.has(check)) yield unproven(check, why);
  }
}

/** @throws when a step that all further ones need does not work */
async function* course(given: LessonToCheck): AsyncGenerator<DoctorFinding> {
  const { hosts, lesson } = given;
  const member = await bring(given, lesson.passes.member);
  yield await memberWaits(member, hosts, lesson.slug);
  const owner = await bring(given, lesson.passes.owner);
  const entered = await enter(owner, hosts, lesson.slug);
  if (entered.kind === 'refused') {
    const todo = 'Look at what is said of Prosody and jicofo.';
    yield failed('owner-moderates', `The organizer is refused: ${entered.why}`, todo);
    throw new Error('The organizer could not come in.');
  }
  yield isModerator(entered)
    ? passed('owner-moderates', 'The organizer is moderator.')
    : failed(
        'owner-moderates',
        `The organizer is ${entered.affiliation} and ${entered.role}, no moderator.`,
        'Another plugin takes rights away: look at modules_enabled of the meetings.',
      );
  const second = await bring(given, lesson.passes.secondMember);
  yield await membersAreMembers([member, second], hosts, lesson.slug);
  yield await wrongRoom(given, member);
  yield await promotion(owner, [member, second], hosts, lesson.slug);
  const since = member.received.length;
  owner.close();
  given.clients.delete(owner);
  yield* end(given, member, since);
  yield await endedLesson(given);
}

/** @throws when a good pass is not let in */
async function bring({ place, hosts, lesson, clients }: LessonToCheck, token: string) {
  const outcome = await signIn(place, hosts.domain, { room: lesson.slug, token });
  if (outcome.kind === 'in') {
    clients.add(outcome.client);
    return outcome.client;
  }
  const why = outcome.kind === 'refused' ? outcome.why : outcome.cause;
  throw new Error(`A good pass is not let in: ${why}`);
}

async function memberWaits(
  member: XmppClient,
  hosts: MeetingHosts,
  slug: string,
): Promise<DoctorFinding> {
  const asked = await askForConference(member, hosts, slug);
  const joined = await join(member, hosts, slug);
  if (asked === null) {
    return failed('member-waits', 'A student starts a lesson: jicofo opens the room.', gateTodo);
  }
  if (joined.kind === 'in') {
    return failed('member-waits', 'A student enters a lesson without a teacher.', gateTodo);
  }
  return passed('member-waits', `A student alone is refused: ${asked}; ${joined.why}`);
}

async function membersAreMembers(
  members: readonly XmppClient[],
  hosts: MeetingHosts,
  slug: string,
): Promise<DoctorFinding> {
  for (const member of members) {
    const outcome = await enter(member, hosts, slug);
    if (outcome.kind === 'refused') {
      throw new Error(`A student is refused while the organizer is in: ${outcome.why}`);
    }
    if (isModerator(outcome) || rightsTold(member).some(isModerator)) {
      return failed('member-is-member', 'A student becomes moderator.', rightsTodo);
    }
  }
  return passed('member-is-member', 'Students come in as members.');
}

/** Passes of one lesson in the room of the other, where its organizer is in. */
async function wrongRoom(given: LessonToCheck, member: XmppClient): Promise<DoctorFinding> {
  const { hosts, other, lesson, clients } = given;
  const others = await bring({ ...given, lesson: other }, other.passes.owner);
  const isIn = await enter(others, hosts, other.slug);
  if (isIn.kind === 'refused') throw new Error(`The other organizer is refused: ${isIn.why}`);
  const owner = await bring(given, lesson.passes.owner);
  const whys: string[] = [];
  for (const client of [member, owner]) {
    const asked = await askForConference(client, hosts, other.slug);
    const joined = await join(client, hosts, other.slug);
    if (asked === null || joined.kind === 'in') {
      return failed('wrong-room-refused', 'A pass opens another room than its own.', gateTodo);
    }
    whys.push(asked, joined.why);
  }
  for (const client of [owner, others]) {
    client.close();
    clients.delete(client);
  }
  return passed('wrong-room-refused', `Refused: ${[...new Set(whys)].join('; ')}`);
}

/** Whom the organizer promotes promotes nobody, and takes nothing from the organizer. */
async function promotion(
  owner: XmppClient,
  [promoted, other]: readonly [XmppClient, XmppClient],
  hosts: MeetingHosts,
  slug: string,
): Promise<DoctorFinding> {
  if ([promoted, other].some((member) => rightsTold(member).some(isModerator))) {
    return failed('promoted-is-limited', 'A student became moderator, by nobody.', rightsTodo);
  }
  const given = await setAffiliation(owner, hosts, slug, {
    jid: promoted.jid,
    affiliation: 'owner',
  });
  if (given !== null) return unproven('promoted-is-limited', `Nobody can be promoted: ${given}`);
  const passedOn = await setAffiliation(promoted, hosts, slug, {
    jid: other.jid,
    affiliation: 'owner',
  });
  const taken = await setAffiliation(promoted, hosts, slug, {
    jid: owner.jid,
    affiliation: 'member',
  });
  const back = await setAffiliation(owner, hosts, slug, {
    jid: promoted.jid,
    affiliation: 'member',
  });
  if (passedOn === null || rightsTold(other).some(isModerator)) {
    return failed('promoted-is-limited', 'Who was promoted promotes others.', rightsTodo);
  }
  if (taken === null) {
    return failed('promoted-is-limited', 'Who was promoted demotes the organizer.', rightsTodo);
  }
  if (back !== null) {
    return failed('promoted-is-limited', `A promotion cannot be taken back: ${back}`, rightsTodo);
  }
  return passed('promoted-is-limited', `Who was promoted is refused: ${passedOn}; ${taken}`);
}

async function* end(
  { lesson }: LessonToCheck,
  member: XmppClient,
  since: number,
): AsyncGenerator<DoctorFinding> {
  const reason = await untilRoomGone(member, endWithinMs).catch((error: unknown) => error);
  const isRaised = rightsTold(member, since).some(isModerator);
  yield isRaised
    ? failed(
        'promotes-nobody',
        'When the organizer has left, a student becomes moderator.',
        'hocon -f /etc/jitsi/jicofo/jicofo.conf set jicofo.conference.enable-auto-owner false, and restart jicofo; mod_homeroom should have refused it: homeroom install.',
      )
    : passed('promotes-nobody', 'When the organizer has left, nobody is made moderator.');
  yield reason === 'homeroom:organizers-left'
    ? passed('ends-after-owner', 'When the organizer has left, the lesson ends for all.')
    : failed(
        'ends-after-owner',
        `The organizer has left ${lesson.slug}, and it goes on (${String(reason)}).`,
        gateTodo,
      );
}

async function endedLesson({ place, hosts, lesson }: LessonToCheck): Promise<DoctorFinding> {
  for (const token of [lesson.passes.owner, lesson.passes.member]) {
    const outcome = await signIn(place, hosts.domain, { room: lesson.slug, token });
    if (outcome.kind === 'in') {
      outcome.client.close();
      return failed('ended-lesson-refused', 'A pass opens a lesson that is over.', gateTodo);
    }
    if (outcome.kind === 'unreachable') return unproven('ended-lesson-refused', outcome.cause);
  }
  return passed('ended-lesson-refused', 'Passes of a lesson that is over open nothing.');
}
