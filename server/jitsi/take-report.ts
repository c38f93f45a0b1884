/**
 * Takes reports from Prosody: each message once, events in order, each one given on
 * and acknowledged only when it was taken. A new boot of Prosody, or a gap in its
 * numbers, asks for a snapshot first.
 */
import type {
  LessonSnapshot,
  MeetingEvent,
  Occupant,
  OpenLessonsNow,
} from '../lessons/meeting-adapter.ts';
import type { Acknowledged } from './acknowledged.ts';
import type { Report, ReportAnswer, Snapshot, ToldEvent } from './protocol.ts';
import type { Clock } from './send-command.ts';

type Deps = {
  clock: Clock;
  log: { warn(fields: object, message: string): void };
  onEvent(event: MeetingEvent): Promise<void>;
  openLessons: OpenLessonsNow;
  acknowledged: Acknowledged;
  /** Names of the trusted signing keys, where they have names. */
  kids: (() => readonly string[]) | undefined;
  trialPass: () => string;
};

type Boot = {
  id: string;
  lastMessage: number;
  /** The last event taken; unknown until a snapshot came. */
  taken: number | undefined;
};

/** Why a message with a right signature is refused all the same. */
export type Refusal = 'seen-before' | { code: 'older-boot'; lastBoot: number };

export type TakeReport = (report: Report) => Promise<ReportAnswer | Refusal>;

export function createTakeReport(deps: Deps): TakeReport {
  const { clock, log, onEvent, openLessons, acknowledged, kids, trialPass } = deps;
  let boot: Boot | undefined;

  function admit(report: Report): Refusal | undefined {
    if (!boot || boot.id !== report.boot) {
      const lastBoot = boot ? numberOf(boot.id) : 0;
      if (boot && numberOf(report.boot) <= lastBoot) return { code: 'older-boot', lastBoot };
      boot = { id: report.boot, lastMessage: 0, taken: undefined };
    }
    if (report.message <= boot.lastMessage) return 'seen-before';
    boot.lastMessage = report.message;
    return undefined;
  }

  async function takeSnapshot(current: Boot, snapshot: Snapshot): Promise<void> {
    for (const { slug, lessonId, reason, at } of snapshot.ended) {
      await onEvent({ kind: 'ended', slug, lessonId, reason, at });
    }
    const lessons = snapshot.lessons.map(toLesson);
    await onEvent({ kind: 'snapshot', at: snapshot.at, lessons });
    current.taken = snapshot.seq;
  }

  /** @returns whether a gap was met */
  async function takeEvents(current: Boot, events: readonly ToldEvent[]): Promise<boolean> {
    for (const event of events.toSorted((a, b) => a.seq - b.seq)) {
      const { taken } = current;
      if (taken === undefined || event.seq > taken + 1) return true;
      if (event.seq <= taken) continue;
      await onEvent(toEvent(event));
      current.taken = event.seq;
    }
    return current.taken === undefined;
  }

  async function wantedLessons(report: Report): Promise<Partial<ReportAnswer>> {
    if (!report.wantsLessons) return {};
    const lessons = await openLessons();
    acknowledged.forget();
    const wanted = lessons.map((lesson) => ({
      ...lesson,
      removed: [...lesson.removed],
      promoted: [...lesson.promoted],
      voidPasses: [...lesson.voidPasses],
    }));
    return kids ? { lessons: wanted, kids: [...kids()] } : { lessons: wanted };
  }

  return async (report) => {
    const refused = admit(report);
    if (refused) return refused;
    const current = boot;
    if (!current) throw new Error('no boot after admission');
    let wantsSnapshot = true;
    try {
      const isLate = report.snapshot && !acknowledged.areAllIn(report.snapshot);
      if (report.snapshot && !isLate) await takeSnapshot(current, report.snapshot);
      wantsSnapshot = (await takeEvents(current, report.events)) || isLate === true;
    } catch (error) {
      log.warn({ error }, 'an event of the meeting server was not taken; it comes again');
      wantsSnapshot = current.taken === undefined;
    }
    return {
      v: 1,
      boot: report.boot,
      message: report.message,
      at: clock(),
      ...(current.taken === undefined ? {} : { acknowledged: current.taken }),
      wantsSnapshot,
      trialPass: trialPass(),
      ...(await wantedLessons(report)),
    };
  };
}

function numberOf(boot: string): number {
  return Number.parseInt(boot, 10);
}

type ToldOccupant = Extract<ToldEvent, { kind: 'entered' }>['occupant'];

function toOccupant(told: ToldOccupant): Occupant {
  return { ...told, breakoutId: told.breakoutId ?? null };
}

function toLesson(told: Snapshot['lessons'][number]): LessonSnapshot {
  const { slug, lessonId, occupants, promoted, removed } = told;
  return { slug, lessonId, occupants: occupants.map(toOccupant), promoted, removed };
}

function toEvent(told: ToldEvent): MeetingEvent {
  return told.kind === 'entered' ? { ...told, occupant: toOccupant(told.occupant) } : told;
}
