/**
 * Lessons that are thrown away: `homeroom doctor` tries the meeting server with them.
 * Prosody holds them as it holds any; Homeroom's own lessons hear nothing of them. None
 * lasts longer than a few minutes, whatever becomes of who asked for it.
 */
import { randomInt } from 'node:crypto';
import { randomId } from '../crypto.ts';
import { LessonId, PersonId, Slug } from '../contract/ids.ts';
import type { Affiliation } from '../contract/person.ts';
import type {
  Delivered,
  MeetingEvent,
  MeetingListener,
  WantedLesson,
} from '../lessons/meeting-adapter.ts';
import type { Throwaway } from './doctor-protocol.ts';
import type { CommandCounter } from './order.ts';
import type { Command } from './protocol.ts';

/** A person who is nobody, into a lesson that is nobody's. */
export type ThrowawayPass = {
  slug: Slug;
  lessonId: LessonId;
  personId: PersonId;
  affiliation: Affiliation;
  expiresAt: number;
};

export type ThrowawayDeps = {
  deliver(command: Command): Promise<Delivered>;
  counter: CommandCounter;
  clock: () => number;
  sign(pass: ThrowawayPass): string;
  log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  /** How long one is open at most, ms. */
  maxMs?: number;
};

export type ThrowawayLessons = ReturnType<typeof createThrowawayLessons>;

const maxOpen = 4;
/** What is reported of one that has ended may come late. */
const rememberedMs = 10 * 60_000;
const graceSeconds = 2;

type Kept = { slug: Slug; openedAt: number; endedAt: number | null; timer?: NodeJS.Timeout };

export function createThrowawayLessons(deps: ThrowawayDeps) {
  const { deliver, counter, clock, sign, log, maxMs = 3 * 60_000 } = deps;
  const kept = new Map<LessonId, Kept>();

  const open = () => [...kept].filter(([, { endedAt }]) => endedAt === null);

  function forgetOld(): void {
    for (const [lessonId, { endedAt }] of kept) {
      if (endedAt !== null && clock() - endedAt > rememberedMs) kept.delete(lessonId);
    }
  }

  function passesOf(slug: Slug, lessonId: LessonId): Throwaway['passes'] {
    const now = clock();
    const pass = (name: string, affiliation: Affiliation, expiresAt = now + maxMs) =>
      sign({ slug, lessonId, personId: PersonId.parse(`doctor-${name}`), affiliation, expiresAt });
    return {
      owner: pass('owner', 'owner'),
      member: pass('member', 'member'),
      secondMember: pass('second-member', 'member'),
      expired: pass('owner', 'owner', now - 60 * 60_000),
    };
  }

  const commandOf = (lessonId: LessonId, { slug, openedAt }: Kept) => ({
    slug,
    lessonId,
    openedAt,
    graceSeconds,
    allowsPromotion: true,
    usesLobby: false,
  });

  async function end(lessonId: LessonId): Promise<void> {
    const lesson = kept.get(lessonId);
    if (!lesson || lesson.endedAt !== null) return;
    clearTimeout(lesson.timer);
    const { slug } = lesson;
    try {
      const order = await counter.nextOrder();
      await deliver({ kind: 'end', slug, lessonId, reason: 'ended-by-organizer', order });
      lesson.endedAt = clock();
    } catch (error) {
      // Prosody is away: it is tried until it is back.
      log.warn({ err: error, lessonId }, 'a throwaway lesson is not ended yet');
      lesson.timer = endIn(lessonId, 5_000);
      throw error;
    }
  }

  function endIn(lessonId: LessonId, ms: number): NodeJS.Timeout {
    // What it throws was logged, and is tried again.
    return setTimeout(() => void end(lessonId).catch(() => {}), ms).unref();
  }

  /** @returns whether it is about a throwaway lesson, and nobody else's business */
  function takes(event: Exclude<MeetingEvent, { kind: 'snapshot' }>): boolean {
    const lesson = kept.get(event.lessonId);
    if (lesson && event.kind === 'ended') lesson.endedAt ??= clock();
    return lesson !== undefined;
  }

  return {
    /** @throws when Prosody does not take it; `null` when there are too many */
    async open(): Promise<Throwaway | null> {
      forgetOld();
      if (open().length >= maxOpen) return null;
      const lessonId = LessonId.parse(randomId());
      // Two hyphens: the slug of a Room never has them.
      const slug = Slug.parse(`homeroom--doctor-${randomInt(2 ** 47).toString(36)}`);
      const lesson: Kept = { slug, openedAt: clock(), endedAt: null };
      kept.set(lessonId, lesson);
      lesson.timer = endIn(lessonId, maxMs);
      const order = await counter.nextOrder();
      try {
        await deliver({ kind: 'open', order, ...commandOf(lessonId, lesson) });
      } catch (error) {
        await end(lessonId).catch(() => {});
        throw error;
      }
      log.info({ slug, lessonId }, 'a throwaway lesson was opened, for homeroom doctor');
      return { slug, lessonId, passes: passesOf(slug, lessonId) };
    },
    end,
    /** Between the meeting side and Homeroom's lessons. */
    keepApart(listener: MeetingListener): MeetingListener {
      return {
        ...listener,
        async onEvent(event) {
          if (event.kind !== 'snapshot') return takes(event) ? undefined : listener.onEvent(event);
          const lessons = event.lessons.filter(({ lessonId }) => !kept.has(lessonId));
          return listener.onEvent({ ...event, lessons });
        },
        openLessons: async () => [...(await listener.openLessons()), ...wanted()],
      };
    },
    close(): void {
      for (const { timer } of kept.values()) clearTimeout(timer);
    },
  };

  function wanted(): WantedLesson[] {
    return open().map(([lessonId, lesson]) => ({
      ...commandOf(lessonId, lesson),
      isClosedToNewcomers: false,
      removed: [],
      promoted: [],
      voidPasses: [],
    }));
  }
}
