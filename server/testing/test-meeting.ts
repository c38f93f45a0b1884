/** A meeting side whose health and answers a test decides, and whose events it sends. */
import type {
  MeetingCommands,
  MeetingEvent,
  MeetingHealth,
  MeetingPort,
  OpenLessonsNow,
} from '../lessons/port.ts';

export type TestMeeting = MeetingPort & {
  /** Names and arguments of the commands, in order. */
  heard: { name: keyof MeetingCommands; about: readonly unknown[] }[];
  setHealth(health: MeetingHealth): void;
  /** From now on this command is answered by a fault. */
  breakCommand(name: keyof MeetingCommands): void;
  /** Delivers an event, as Prosody would; resolves when Homeroom has taken it. */
  report(event: MeetingEvent): Promise<void>;
  openLessonsNow: OpenLessonsNow;
};

export function createTestMeeting(): TestMeeting {
  const heard: TestMeeting['heard'] = [];
  const broken = new Set<keyof MeetingCommands>();
  let health: MeetingHealth = { isHealthy: true, at: 0 };
  let onEvent: (event: MeetingEvent) => Promise<void> = () => Promise.reject(new Error('deaf'));
  let openLessons: OpenLessonsNow = () => Promise.resolve([]);

  const command =
    (name: keyof MeetingCommands) =>
    async (...about: readonly unknown[]): Promise<void> => {
      heard.push({ name, about });
      if (broken.has(name)) throw new Error('the meeting side does not answer');
    };

  return {
    commands: {
      open: command('open'),
      configure: command('configure'),
      end: command('end'),
      remove: command('remove'),
      readmit: command('readmit'),
      revoke: command('revoke'),
      closeToNewcomers: command('closeToNewcomers'),
    },
    health: () => health,
    listen: (listener, lessons) => {
      onEvent = listener;
      openLessons = lessons;
    },
    close: () => Promise.resolve(),
    heard,
    setHealth: (now) => void (health = now),
    breakCommand: (name) => void broken.add(name),
    report: (event) => onEvent(event),
    openLessonsNow: () => openLessons(),
  };
}
