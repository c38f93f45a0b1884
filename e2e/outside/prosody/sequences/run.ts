/** One random lesson on real Homeroom and real Prosody: takes the steps, and keeps what was tried. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ids } from '../../../../server/contract/testing/ids.ts';
import { createOutboxStore } from '../../../../server/lessons/outbox-store.ts';
import { extension } from '../../../../server/lessons/reduce.ts';
import { initialRules } from '../../../../server/rooms/rooms.ts';
import type { Database } from '../../../../server/store/database.ts';
import { addRoom, type LessonsOn, lessonsOn } from '../../../../server/testing/lessons-on.ts';
import { endForAll, kick, setAffiliation } from '../actions.ts';
import type { Client } from '../client.ts';
import { hosts } from '../config.ts';
import { meetingAdapterOf } from '../meeting-adapter.ts';
import { type School, until } from '../school.ts';
import { bring, type Device } from './device.ts';
import { isOrganizer, members, organizers, type Press, type Step, witness } from './steps.ts';

/** What was tried, in which burst, and whether it was answered with yes. */
export type Deed = {
  step: Step;
  burst: number;
  isDone: boolean;
  /** After which burst Prosody knew of it: a press waits in the outbox. */
  knownAfter: number;
};

const hour = 3_600_000;
/** As `main` does, but more often. */
const tickMs = 200;
const comeInMs = 5_000;

const nameOf = (who: string, device: number): string => `${who} ${device}`;

export type Run = Awaited<ReturnType<typeof beginRun>>;

export async function beginRun(school: School, db: Database, isGraceShort: boolean) {
  const limits = { opening: hour, grace: isGraceShort ? 2_000 : hour, maxDuration: 4 * hour };
  const startHomeroom = (): LessonsOn => {
    const started = lessonsOn({ db, limits, adapter: meetingAdapterOf(school) });
    started.listen();
    return started;
  };
  let lessons = startHomeroom();
  const outbox = createOutboxStore(db);
  const room = await addRoom(db, randomUUID(), [...organizers, ...members, witness, 'newcomer']);
  await until('the lesson to open', () => lessons.start(room, 'ada'), 30_000);
  const opened = await lessons.openIn(room.id);
  if (!opened) throw new Error('no lesson is open');

  const roomJid = `${room.slug}@${hosts.main}`;
  /** Everybody who ever stood at the door, and who has which device now. */
  const devices: Device[] = [];
  const held = new Map<string, Device>();
  const deeds: Deed[] = [];
  /** Passes that were taken back. */
  const revoked = new Set<string>();
  let burst = 0;

  /** Time passes at Homeroom. One look at a time. */
  let ticking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    ticking = ticking.then(() => lessons.tick());
  }, tickMs);

  function come(who: string, number: number): Device {
    const pass = { ...room, lessonId: opened?.id ?? '', person: who, isOwner: isOrganizer(who) };
    const device = bring(school, pass, randomUUID());
    devices.push(device);
    held.set(nameOf(who, number), device);
    return device;
  }

  /** The client with which this person came in last, as far as is known here. */
  const clientOf = (who: string): Client | null =>
    devices.findLast(
      ({ person, came, isGone, isOpen }) => person === who && came === 'in' && !isGone && isOpen(),
    )?.client ?? null;

  /** Whether this device is at the door or inside; one that was put out may come again. */
  function isHeld(who: string, number: number): boolean {
    const device = held.get(nameOf(who, number));
    return device !== undefined && (device.came === null || device.isOpen());
  }

  /** @returns whether the room said that it was done */
  async function upon(
    { by, whom }: { by: string; whom: string },
    ask: (target: Client) => Parameters<Client['askFor']>[0],
  ): Promise<boolean> {
    const [actor, target] = [clientOf(by), clientOf(whom)];
    // No answer comes to who was put out in that moment.
    return actor !== null && target !== null
      ? actor.askFor(ask(target)).then(
          (answer) => answer === 'result',
          () => false,
        )
      : false;
  }

  async function allowPromotion(isAllowed: boolean): Promise<boolean> {
    const rules = { ...initialRules, promotion: isAllowed };
    await db
      .updateTable('room')
      .set({ rules: JSON.stringify(rules) })
      .where('id', '=', room.id)
      .execute();
    const graceSeconds = limits.grace / 1_000;
    const more = { graceSeconds, allowsPromotion: isAllowed, usesLobby: false };
    return (await lessons.press(room.id, { kind: 'configure', rules: more })) !== null;
  }

  const press = async (event: Press): Promise<boolean> =>
    event.kind === 'allow-promotion'
      ? allowPromotion(event.isAllowed)
      : (await lessons.press(room.id, event)) !== null;

  async function revoke(who: string, number: number): Promise<boolean> {
    const device = held.get(nameOf(who, number));
    if (!device) return false;
    const passIds = [ids.pass(device.passId)];
    const event = { kind: 'revoke', personId: ids.person(who), passIds } as const;
    const isDone = (await lessons.press(room.id, event)) !== null;
    if (isDone) revoked.add(device.passId);
    return isDone;
  }

  function go(step: Extract<Step, { kind: 'go' }>): boolean {
    const device = held.get(nameOf(step.who, step.device));
    held.delete(nameOf(step.who, step.device));
    if (!device?.client) return false;
    device.isGone = true;
    if (step.isCut) device.client.cut();
    else device.client.close();
    return true;
  }

  async function take(step: Step): Promise<boolean> {
    switch (step.kind) {
      case 'come':
        if (isHeld(step.who, step.device)) return false;
        await come(step.who, step.device).atTheDoor;
        return true;
      case 'go':
        return go(step);
      case 'promote':
        return upon(step, ({ jid }) => setAffiliation(roomJid, jid, 'owner'));
      case 'demote':
        return upon(step, ({ jid }) => setAffiliation(roomJid, jid, 'member'));
      case 'kick':
        return upon(step, ({ nick }) => kick(roomJid, nick));
      case 'end-for-all':
        clientOf(step.by)?.send(endForAll());
        return true;
      case 'revoke':
        return revoke(step.who, step.device);
      case 'press':
        return press(step.press);
      case 'homeroom-restarts': {
        const before = lessons;
        school.startHomeroom();
        lessons = startHomeroom();
        await before.close();
        return true;
      }
      default:
        return step satisfies never;
    }
  }

  /** With an organizer in, whoever waits comes in; without one they go on waiting. */
  async function untilIn(): Promise<void> {
    const isOrganizerIn = [...held.values()].some(
      ({ person, came, isOpen }) => isOrganizer(person) && came === 'in' && isOpen(),
    );
    if (!isOrganizerIn) return;
    const standing = [...held.values()].map(({ entry }) => entry);
    // The organizer may be leaving as well.
    await Promise.race([Promise.all(standing), pause(comeInMs)]);
  }

  return {
    opened,
    devices,
    deeds,
    revoked,
    isGraceShort,
    come,
    lessonNow: () => lessons.byId(opened.id),
    extended: (times: number) =>
      Math.min(opened.maxEndsAt + times * extension, opened.openedAt + 12 * hour),

    /** Takes these steps at the same time. */
    async takeAll(steps: readonly Step[]): Promise<void> {
      burst += 1;
      await Promise.all(
        steps.map(async (step) => {
          const deed: Deed = { step, burst, isDone: false, knownAfter: Infinity };
          deeds.push(deed);
          deed.isDone = await take(step);
        }),
      );
      await untilIn();
      if ((await outbox.pendingOf(opened.id)).length > 0) return;
      for (const deed of deeds) deed.knownAfter = Math.min(deed.knownAfter, burst);
    },

    /** Every organizer hangs up. @returns whether the lesson has ever had one */
    leaveAlone(): boolean {
      const theirs = devices.filter(({ person }) => isOrganizer(person));
      for (const device of theirs) {
        device.isGone = true;
        device.client?.close();
      }
      return theirs.some(({ came }) => came === 'in');
    },

    async restartProsody(): Promise<void> {
      await school.prosody.kill();
      const standing = [...held].filter(([, device]) => device.isOpen());
      for (const device of devices) {
        device.isGone = true;
        device.client?.cut();
      }
      held.clear();
      const killedAt = Date.now();
      await school.prosody.start();
      await school.startFocus();
      await until(
        'Prosody to be healthy again',
        () => {
          const health = school.homeroom().health();
          return health.isHealthy && health.at >= killedAt;
        },
        30_000,
      );
      // Their pages come back by themselves.
      const back = standing.map(([name, { person }]) => come(person, Number(name.split(' ')[1])));
      await Promise.all(back.map(({ atTheDoor }) => atTheDoor));
      await untilIn();
    },

    async close(): Promise<void> {
      clearInterval(timer);
      await ticking;
      await lessons.press(room.id, { kind: 'end', reason: 'ended-by-organizer' });
      await lessons.delivery.flush(opened.id);
      school.clear();
      await lessons.close();
    },
  };
}
