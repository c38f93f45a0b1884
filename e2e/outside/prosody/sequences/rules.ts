/** What must hold in every lesson, whatever happens in whichever order. */
import type { WholeLesson } from '../../../../server/lessons/lesson.ts';
import { ids } from '../../../../server/contract/testing/ids.ts';
import type { Client } from '../client.ts';
import { until } from '../school.ts';
import { type Device, metOnEntry, rosterOf, seenIn } from './device.ts';
import {
  closedToNewcomers,
  extensions,
  isPromoted,
  isRemoved,
  mayBePromoted,
  mayHaveBeenEnded,
  wasEverPromoted,
} from './history.ts';
import type { Run } from './run.ts';
import { isOrganizer, members, organizers, witness } from './steps.ts';

const refusals = ['removed', 'closed', 'revoked', 'lesson-over'];

/** For a machine that is busy; nothing waits this long where nothing is wrong. */
const settleMs = 40_000;

const inOrder = (names: Iterable<string>): string => [...names].toSorted().join(', ');

function must(isSo: boolean, broken: string): void {
  if (!isSo) throw new Error(broken);
}

export function rulesOf(run: Run) {
  const { devices, deeds, opened } = run;
  const read = new Map<Device, number>();
  const personAt = (nick: string): string =>
    devices.find((device) => device.nick === nick)?.person ?? 'somebody unknown';

  /** Nobody is ever seen to moderate who has not the right, not even for a moment. */
  function onlyByRight(): void {
    for (const device of devices) {
      const received = device.client?.received ?? [];
      for (const stanza of received.slice(read.get(device) ?? 0)) {
        const seen = seenIn(stanza);
        if (!seen || seen.isGone) continue;
        const person = personAt(seen.nick);
        const isHigh = seen.affiliation !== 'member' || seen.role !== 'participant';
        const hasRight = isOrganizer(person) || wasEverPromoted(deeds, person);
        const right = `${seen.affiliation} and ${seen.role}`;
        must(!isHigh || hasRight, `${person} is seen as ${right}, and nobody gave that right`);
      }
      read.set(device, received.length);
    }
  }

  /** Who came in for the first time met an organizer; only who was in comes back without. */
  function noTeacherNoRoom(): void {
    for (const person of [...members, 'newcomer']) {
      const own = devices.filter((device) => device.person === person);
      const isClear = own.every(
        ({ came }) => came === null || came === 'in' || refusals.includes(came),
      );
      const entered = own.filter(({ came }) => came === 'in');
      if (!isClear || entered.length === 0) continue;
      const hasMet = entered.some(
        ({ client, nick }) =>
          client && metOnEntry(client, nick).some((seen) => isOrganizer(personAt(seen.nick))),
      );
      must(hasMet, `${person} came in, and no organizer was there`);
    }
  }

  function endsOnlyByRight(): void {
    const hasStayed = devices.some(
      ({ person, came, isGone, passId }) =>
        isOrganizer(person) && came === 'in' && !isGone && !run.revoked.has(passId),
    );
    const isDue = run.isGraceShort && !hasStayed;
    must(isDue || mayHaveBeenEnded(deeds), 'the lesson has ended, and nobody ended it');
  }

  /** @returns what is not so yet; what is wrong may still be under way */
  function notYetOver(lesson: WholeLesson): string | null {
    if (lesson.seats.size > 0) return 'people are in a lesson that has ended';
    const open = devices.find((device) => device.isOpen());
    return open ? `${open.person} is still connected to a lesson that has ended` : null;
  }

  /** An organizer's client: what it was told is what is so in the room. */
  const seer = (): Client | null =>
    devices.findLast(
      ({ person, came, isGone, isOpen }) =>
        isOrganizer(person) && came === 'in' && !isGone && isOpen(),
    )?.client ?? null;

  function notYetAgreed(lesson: WholeLesson): string | null {
    const client = seer();
    if (!client) return 'no organizer is in to see who is there';
    const roster = rosterOf(client);
    const there = inOrder(roster.map(({ nick }) => personAt(nick)));
    const here = inOrder([...lesson.seats.values()].map(({ personId }) => personId));
    if (there !== here) return `in are ${there}; Homeroom says ${here}`;
    for (const { nick, affiliation, role } of roster) {
      const device = devices.find((one) => one.nick === nick);
      const person = personAt(nick);
      const known = lesson.people.get(ids.person(person));
      const isHigh = isOrganizer(person) || known?.isPromoted === true;
      const [right, expected] = [
        `${affiliation} ${role}`,
        isHigh ? 'owner moderator' : 'member participant',
      ];
      if (right !== expected) return `${person} is ${right}, and should be ${expected}`;
      if (known?.isRemoved) return `${person} is in, and was removed`;
      if (run.revoked.has(device?.passId ?? '')) return `${person} is in with a pass taken back`;
    }
    for (const person of members) {
      const known = lesson.people.get(ids.person(person));
      if (known?.isPromoted && !mayBePromoted(deeds, person)) return `${person} is still promoted`;
      if (!known?.isPromoted && isPromoted(deeds, person)) return `${person} is not promoted`;
      if (!known?.isRemoved && isRemoved(deeds, person)) return `${person} is not removed`;
    }
    const isClosed = closedToNewcomers(deeds);
    if (isClosed !== null && lesson.isClosedToNewcomers !== isClosed) return 'a press was lost';
    const maxEndsAt = run.extended(extensions(deeds));
    return lesson.maxEndsAt === maxEndsAt ? null : 'an extension was lost, or given twice';
  }

  async function untilSettled(isEnough = () => false): Promise<WholeLesson> {
    let missing: string | null = 'nothing was looked at';
    const look = async () => {
      const lesson = await run.lessonNow();
      if (!lesson) return undefined;
      if (isEnough()) return lesson;
      missing = lesson.state === 'ended' ? notYetOver(lesson) : notYetAgreed(lesson);
      return missing === null && lesson;
    };
    return until('what is true', look, settleMs).catch((error: unknown) => {
      throw new Error(missing ?? 'settled too late', { cause: error });
    });
  }

  /** Whoever tries now is let in, or refused with the very reason. */
  async function doorIsAsItShouldBe(lesson: WholeLesson): Promise<void> {
    const isOpen = lesson.state !== 'ended';
    const expected = (person: string): string => {
      if (!isOpen) return 'lesson-over';
      if (isOrganizer(person)) return 'in';
      if (lesson.people.get(ids.person(person))?.isRemoved) return 'removed';
      const wasIn = devices.some((one) => one.person === person && one.came === 'in');
      return lesson.isClosedToNewcomers && !wasIn ? 'closed' : 'in';
    };
    const people = [...organizers, ...members, 'newcomer'].map(
      (person) => [person, expected(person)] as const,
    );
    await Promise.all(
      people.map(async ([person, code]) => {
        const came = await run.come(person, 2).entry;
        must(came === code, `${person} is told “${came}”, and should be told “${code}”`);
      }),
    );
  }

  const isOver = async (): Promise<boolean> => (await run.lessonNow())?.state === 'ended';

  return {
    async afterBurst(): Promise<void> {
      onlyByRight();
      // At times nobody is in who sees; and the last organizer may be thrown out just now.
      await untilSettled(() => seer() === null);
    },

    async atTheEnd(isLeftAlone: boolean): Promise<void> {
      const ends = isLeftAlone && run.isGraceShort && run.leaveAlone();
      if (ends) await until('the grace time to end it', isOver, settleMs);
      await run.come(witness, 0).entry;
      await Promise.all(devices.filter(({ isGone }) => !isGone).map(({ entry }) => entry));
      for (const { came, isGone, person } of devices) {
        const isKnown = isGone || came === 'in' || refusals.includes(came ?? '');
        must(isKnown, `${person} is told “${came}”`);
      }
      const lesson = await untilSettled();
      if (lesson.state === 'ended') endsOnlyByRight();
      await doorIsAsItShouldBe(lesson);
      onlyByRight();
      noTeacherNoRoom();
      const now = await run.lessonNow();
      must(now?.state === lesson.state, `what was ${lesson.state} is ${now?.state}`);
      must(lesson.id === opened.id, 'it is another lesson');
    },
  };
}
