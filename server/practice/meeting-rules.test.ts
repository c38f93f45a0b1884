/** The practice meeting holds the same rules as every other meeting side. */
import { describe } from 'vitest';
import type { MeetingEvent } from '../lessons/meeting-adapter.ts';
import { ids } from '../contract/testing/ids.ts';
import { lessonCommands } from '../testing/lesson-commands.ts';
import { type Guest, type MeetingWorld, testMeetingRules } from '../testing/meeting-rules.ts';
import { createMeetings, type Meetings } from './meetings.ts';
import { passOf } from '../testing/practice-passes.ts';
import type { FromServer, Wish } from './wire.ts';

type Practiced = Guest & { personId: string };

function guestIn(meetings: Meetings, claims: ReturnType<typeof passOf>): Practiced {
  const { promise: entry, resolve } = Promise.withResolvers<string>();
  const connection = {
    tell(message: FromServer) {
      if (message.kind === 'entered') resolve('in');
      if (message.kind === 'refused') resolve(message.reason);
    },
  };
  const entered = meetings.enter(connection, claims);
  const wish = async (what: Wish) => (await entered)?.wish(connection, what);
  const personOf = (target: Guest) => ('personId' in target ? String(target.personId) : '');
  return {
    personId: claims.context.user.id,
    entry,
    promote: (target) => wish({ kind: 'promote', personId: ids.person(personOf(target)) }),
    demote: (target) => wish({ kind: 'demote', personId: ids.person(personOf(target)) }),
    remove: (target) => wish({ kind: 'remove', personId: ids.person(personOf(target)) }),
    endForAll: () => wish({ kind: 'end' }),
    leave: () => void entered.then((meeting) => meeting?.gone(connection)),
  };
}

async function start(): Promise<MeetingWorld> {
  const events: MeetingEvent[] = [];
  const log = { info: () => undefined, warn: () => undefined };
  const meetings = createMeetings({
    now: Date.now,
    report: (event) => void events.push(event),
    log,
  });
  await meetings.fill(async () => []);
  let order = 0;
  const commands = lessonCommands(
    async (command) => void (await meetings.deliver({ ...command, order: (order += 1) })),
  );
  return {
    commands,
    events,
    arrive: ({ slug: room, lessonId: lesson, personId, affiliation, passId: jti }) =>
      guestIn(meetings, passOf(personId, affiliation, { room, lesson, jti })),
    stop: async () => meetings.close(),
  };
}

describe('the practice meeting', () => testMeetingRules(start));
