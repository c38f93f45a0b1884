/**
 * The practice meeting: what stands in for Jitsi in demo mode and in most
 * browser tests. It holds the rules of mod_homeroom in this process, behind
 * an adapter like Jitsi's; there is no sound, no picture and no chat.
 *
 *   policy    who may come in and do what          meeting   one lesson's meeting
 *   meetings  all of them, Homeroom's commands     delivery  events to Homeroom
 *   socket    the page's WebSocket                 page      the frame's HTML
 */
import type { Hono } from 'hono';
import type { MeetingHost } from '../contract/page-data.ts';
import { paths } from '../contract/paths.ts';
import type { MeetingAdapter } from '../lessons/meeting-adapter.ts';
import { createDelivery, type Log } from './delivery.ts';
import { createMeetings } from './meetings.ts';
import { practicePage } from './page.ts';
import { createSocket, type PracticeSocket, type VerifyPass } from './socket.ts';

export type PracticeParts = {
  verifyPass: VerifyPass;
  /** Where browsers find Homeroom. */
  publicUrl: string;
  clock: { now(): number };
  log: Log;
};

export type Practice = MeetingAdapter & {
  meetingHost: MeetingHost;
  /** The frame's page. Its scripts are static files of the browser's build. */
  routes: Hono;
  /** For the node server's `upgrade`; false where the address is another's. */
  upgrade: PracticeSocket['upgrade'];
};

export function createPractice({ verifyPass, publicUrl, clock, log }: PracticeParts): Practice {
  const url = new URL(publicUrl);
  const delivery = createDelivery(log);
  const meetings = createMeetings({ now: () => clock.now(), report: delivery.push, log });
  const socket = createSocket({ path: `${paths.practice}/socket`, meetings, verifyPass });

  return {
    deliver: meetings.deliver,
    health: meetings.health,
    listen({ onEvent, openLessons }) {
      delivery.start(onEvent);
      meetings.fill(openLessons).catch((error: unknown) => log.warn({ error }, 'practice stopped'));
    },
    async close() {
      meetings.close();
      socket.close();
      await delivery.close();
    },
    meetingHost: {
      kind: 'practice',
      domain: url.host,
      scriptUrl: `${paths.practice}/external_api.js`,
    },
    routes: practicePage(paths.practice, url),
    upgrade: socket.upgrade,
  };
}
