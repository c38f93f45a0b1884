/** A meeting side whose health and answers a test decides, and whose events it sends. */
import type { LessonCommand } from '../lessons/commands.ts';
import type {
  Delivered,
  MeetingEvent,
  MeetingHealth,
  MeetingListener,
  MeetingAdapter,
  OpenLessonsNow,
} from '../lessons/meeting-adapter.ts';

export type TestMeeting = MeetingAdapter & {
  /** The commands that were tried, in order. */
  heard: LessonCommand[];
  setHealth(health: MeetingHealth): void;
  /** Makes this command fail until it is mended. */
  breakCommand(kind: LessonCommand['kind']): void;
  mendCommand(kind: LessonCommand['kind']): void;
  /** Delivers an event, as Prosody would; resolves when Homeroom has taken it. */
  report(event: MeetingEvent): Promise<void>;
  /** Homeroom hears of the meeting side, and tries again what waits. */
  becomeReachable(): void;
  openLessonsNow: OpenLessonsNow;
};

const deaf = () => Promise.reject(new Error('deaf'));

export function createTestMeeting(): TestMeeting {
  const heard: TestMeeting['heard'] = [];
  const broken = new Set<LessonCommand['kind']>();
  let health: MeetingHealth = { isHealthy: true, at: 0 };
  let listener: MeetingListener = { onEvent: deaf, openLessons: deaf };

  return {
    async deliver(command): Promise<Delivered> {
      heard.push(command);
      if (broken.has(command.kind)) throw new Error('the meeting side does not answer');
      return { kind: 'done' };
    },
    health: () => health,
    listen: (now) => void (listener = now),
    close: () => Promise.resolve(),
    heard,
    setHealth: (now) => void (health = now),
    breakCommand: (kind) => void broken.add(kind),
    mendCommand: (kind) => void broken.delete(kind),
    report: (event) => listener.onEvent(event),
    becomeReachable: () => listener.onReachable?.(),
    openLessonsNow: () => listener.openLessons(),
  };
}
