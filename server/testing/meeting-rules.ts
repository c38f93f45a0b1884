/**
 * The rules of a meeting, as one list of cases for every meeting side: who comes in, who
 * may do what inside, what Homeroom's commands do, and what is reported of it. A meeting
 * side is driven through the small interface below; whatever differs between two of them
 * fails here.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LessonId, PassId, PersonId, Slug } from '../contract/ids.ts';
import type { Affiliation } from '../contract/person.ts';
import type { MeetingEvent } from '../lessons/meeting-adapter.ts';
import { ids } from '../contract/testing/ids.ts';
import type { lessonCommands } from './lesson-commands.ts';

export type Bearer = {
  slug: Slug;
  lessonId: LessonId;
  personId: PersonId;
  affiliation: Affiliation;
  passId: PassId;
};

/** Somebody at the door, or inside, with one pass. */
export type Guest = {
  /** `in`, or the code of the refusal; who is told to wait goes on waiting. */
  entry: Promise<string>;
  /** Tries it; whether it is done shows in what is reported. */
  promote(target: Guest): Promise<void>;
  demote(target: Guest): Promise<void>;
  remove(target: Guest): Promise<void>;
  endForAll(): Promise<void>;
  /** Hangs up. */
  leave(): void;
};

export type MeetingWorld = {
  commands: ReturnType<typeof lessonCommands>;
  /** Everything that was reported, in order. */
  events: readonly MeetingEvent[];
  arrive(bearer: Bearer): Guest;
  stop(): Promise<void>;
};

const rules = { graceSeconds: 2, allowsPromotion: true, usesLobby: false };
const timeout = 15_000;

type Kind = Exclude<MeetingEvent['kind'], 'snapshot'>;

export function testMeetingRules(start: () => Promise<MeetingWorld>): void {
  let world: MeetingWorld;
  let of: { slug: Slug; lessonId: LessonId };

  beforeAll(async () => {
    world = await start();
  }, 60_000);
  afterAll(() => world.stop());
  beforeEach(async () => {
    of = {
      slug: ids.slug(`room-${randomUUID().slice(0, 8)}`),
      lessonId: ids.lesson(randomUUID()),
    };
    await open();
  });

  const open = (more: Partial<typeof rules> = {}) =>
    world.commands.open({ ...of, openedAt: Date.now(), ...rules, ...more });

  const arrive = (person: string, affiliation: Affiliation, pass: string = randomUUID()) =>
    world.arrive({ ...of, personId: ids.person(person), affiliation, passId: ids.pass(pass) });

  async function bring(person: string, affiliation: Affiliation, pass?: string) {
    const guest = arrive(person, affiliation, pass);
    expect(await guest.entry).toBe('in');
    return guest;
  }
  const organizer = () => bring('ada', 'owner');
  const member = (person: string) => bring(person, 'member');

  /** What was reported of this lesson: the kinds, with whom they are about. */
  const told = () =>
    world.events.flatMap((event) => {
      if (event.kind === 'snapshot' || event.lessonId !== of.lessonId) return [];
      if (event.kind === 'entered') return [`entered ${event.occupant.personId}`];
      return event.kind === 'ended'
        ? [`ended ${event.reason}`]
        : [`${event.kind} ${event.personId}`];
    });
  const untilTold = (kind: Kind, whom: string) =>
    vi.waitFor(() => expect(told()).toContain(`${kind} ${whom}`), { timeout });
  const times = (what: string) => told().filter((one) => one === what).length;

  /** How this person came in last. */
  const lastEntry = (person: string) =>
    world.events.findLast(
      (event) =>
        event.kind === 'entered' &&
        event.lessonId === of.lessonId &&
        event.occupant.personId === person,
    );

  describe('coming in', () => {
    it('members wait until an organizer is in, and come in by themselves', async () => {
      const waiting = arrive('ben', 'member');
      await organizer();
      expect(await waiting.entry).toBe('in');
      await untilTold('entered', 'ben');
      expect(told()).toEqual(['entered ada', 'entered ben']);
    });

    it('a pass of another lesson, or of one that is over, opens nothing', async () => {
      const old = world.arrive({
        ...of,
        lessonId: ids.lesson('old'),
        personId: ids.person('ada'),
        affiliation: 'owner',
        passId: ids.pass('p'),
      });
      expect(await old.entry).toBe('lesson-over');
      await world.commands.end(of.slug, of.lessonId, 'ended-by-organizer');
      expect(await arrive('ada', 'owner').entry).toBe('lesson-over');
    });

    it('every entry is reported with its own name, pass and right, and left once', async () => {
      await organizer();
      const ben = await bring('ben', 'member', 'pass of ben');
      await untilTold('entered', 'ben');
      const entered = lastEntry('ben');
      expect(entered).toMatchObject({
        occupant: {
          passId: 'pass of ben',
          affiliation: 'member',
          isPromoted: false,
          breakoutId: null,
        },
      });
      ben.leave();
      await untilTold('left', 'ben');
      const left = world.events.filter(
        (event) =>
          event.kind === 'left' &&
          entered?.kind === 'entered' &&
          event.occupantId === entered.occupant.occupantId,
      );
      expect(left).toHaveLength(1);
    });

    it('closed to newcomers, organizers and who was in come in, and nobody else', async () => {
      await organizer();
      const ben = await member('ben');
      await untilTold('entered', 'ben');
      await world.commands.closeToNewcomers(of.slug, of.lessonId, true);
      expect(await arrive('gul', 'member').entry).toBe('closed');
      ben.leave();
      await untilTold('left', 'ben');
      await member('ben');
      await bring('cleo', 'owner');
      await world.commands.closeToNewcomers(of.slug, of.lessonId, false);
      await member('gul');
    });
  });

  describe('promotion', () => {
    it('is given by an organizer, stays over a reconnect, and is taken back', async () => {
      const ada = await organizer();
      const ben = await member('ben');
      await ada.promote(ben);
      await untilTold('promoted', 'ben');
      ben.leave();
      await untilTold('left', 'ben');
      const again = await member('ben');
      await vi.waitFor(
        () => expect(lastEntry('ben')).toMatchObject({ occupant: { isPromoted: true } }),
        { timeout },
      );
      await ada.demote(again);
      await untilTold('demoted', 'ben');
    });

    it('gives no right to promote, to end, or to touch an organizer', async () => {
      const ada = await organizer();
      const ben = await member('ben');
      const gul = await member('gul');
      await ada.promote(ben);
      await untilTold('promoted', 'ben');
      await ben.promote(gul);
      await ben.demote(ada);
      await ben.remove(ada);
      await ben.endForAll();
      // That this is reported next shows that the tries before changed nothing.
      await ada.demote(ben);
      await untilTold('demoted', 'ben');
      expect(told().filter((one) => !one.startsWith('entered'))).toEqual([
        'promoted ben',
        'demoted ben',
      ]);
    });

    it('ends for everybody when the room allows it no longer, and cannot be given', async () => {
      const ada = await organizer();
      const ben = await member('ben');
      await ada.promote(ben);
      await untilTold('promoted', 'ben');
      await world.commands.configure(of.slug, of.lessonId, { ...rules, allowsPromotion: false });
      await untilTold('demoted', 'ben');
      await ada.promote(ben);
      await world.commands.configure(of.slug, of.lessonId, rules);
      await ada.promote(ben);
      await vi.waitFor(() => expect(times('promoted ben')).toBe(2), { timeout });
    });

    it('keeps no lesson going', async () => {
      const ada = await organizer();
      const ben = await member('ben');
      await ada.promote(ben);
      await untilTold('promoted', 'ben');
      ada.leave();
      await untilTold('ended', 'organizers-left');
    });
  });

  describe('removal', () => {
    it('inside is reported, and keeps out with any pass', async () => {
      const ada = await organizer();
      const ben = await member('ben');
      await ada.remove(ben);
      await untilTold('removed', 'ben');
      expect(await arrive('ben', 'member').entry).toBe('removed');
    });

    it('by command puts out, and lasts until readmitted', async () => {
      await organizer();
      await member('ben');
      await world.commands.remove(of.slug, of.lessonId, 'ben');
      await untilTold('left', 'ben');
      expect(await arrive('ben', 'member').entry).toBe('removed');
      await world.commands.readmit(of.slug, of.lessonId, 'ben');
      await member('ben');
    });

    it('ends a promotion', async () => {
      const ada = await organizer();
      const ben = await member('ben');
      await ada.promote(ben);
      await untilTold('promoted', 'ben');
      await world.commands.remove(of.slug, of.lessonId, 'ben');
      await world.commands.readmit(of.slug, of.lessonId, 'ben');
      await member('ben');
      await vi.waitFor(() => expect(times('entered ben')).toBe(2), { timeout });
      expect(lastEntry('ben')).toMatchObject({ occupant: { isPromoted: false } });
    });
  });

  describe('a pass that is taken back', () => {
    it('puts out who is in with it, leaves other passes, and leaves the promotion', async () => {
      const ada = await organizer();
      const ben = await bring('ben', 'member', 'first');
      await ada.promote(ben);
      await untilTold('promoted', 'ben');
      await world.commands.revoke(of.slug, of.lessonId, 'ben', ['first']);
      await untilTold('left', 'ben');
      expect(await arrive('ben', 'member', 'first').entry).toBe('revoked');
      await bring('ben', 'member', 'second');
      await vi.waitFor(
        () =>
          expect(lastEntry('ben')).toMatchObject({
            occupant: { passId: 'second', isPromoted: true },
          }),
        { timeout },
      );
    });
  });

  describe('the end', () => {
    it('comes when the last organizer is gone for the grace time, and not before', async () => {
      const ada = await organizer();
      await member('ben');
      ada.leave();
      await untilTold('left', 'ada');
      await organizer();
      await vi.waitFor(() => expect(times('entered ada')).toBe(2), { timeout });
      expect(times('ended organizers-left')).toBe(0);
    });

    it('in the grace time who was in comes back, and newcomers wait', async () => {
      await open({ graceSeconds: 30 });
      await world.commands.configure(of.slug, of.lessonId, { ...rules, graceSeconds: 30 });
      const ada = await organizer();
      const ben = await member('ben');
      await untilTold('entered', 'ben');
      ben.leave();
      await untilTold('left', 'ben');
      ada.leave();
      await untilTold('left', 'ada');
      await member('ben');
      const newcomer = arrive('gul', 'member');
      await organizer();
      expect(await newcomer.entry).toBe('in');
      await untilTold('entered', 'gul');
      expect(told().slice(-3)).toEqual(['entered ben', 'entered ada', 'entered gul']);
    });

    it('for all is an organizer’s, and is reported', async () => {
      const ada = await organizer();
      const ben = await member('ben');
      await ben.endForAll();
      await ada.endForAll();
      await untilTold('ended', 'ended-by-organizer');
      expect(times('ended ended-by-organizer')).toBe(1);
      expect(await arrive('ben', 'member').entry).toBe('lesson-over');
    });

    it('by command is not reported back as theirs, and repeated changes nothing', async () => {
      await organizer();
      await world.commands.end(of.slug, of.lessonId, 'longest-reached');
      await world.commands.end(of.slug, of.lessonId, 'longest-reached');
      expect(told().filter((one) => one.startsWith('ended'))).toEqual([]);
      await world.commands.open({ ...of, openedAt: Date.now(), ...rules });
      expect(await arrive('ada', 'owner').entry).toBe('lesson-over');
    });
  });
}
