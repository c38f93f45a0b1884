/**
 * What comes with the page, so that it paints without asking anything: in
 * `<script type="application/json" id="page-data">`.
 */
import { z } from 'zod';
import { Warning } from './admin.ts';
import { RoomView } from './room.ts';
import { Session } from './session.ts';

/** Where the meeting frame comes from. */
export const MeetingHost = z.object({
  kind: z.enum(['practice', 'jitsi']),
  /** Host, with a port where it has one: the `domain` of Jitsi's external API. */
  domain: z.string(),
  /** Where external_api.js is loaded from. */
  scriptUrl: z.string(),
});
export type MeetingHost = z.infer<typeof MeetingHost>;

export const PageData = z.object({
  /** Milliseconds since the epoch, the server's clock. */
  now: z.number(),
  school: z.object({
    name: z.string(),
    /** Whom to ask, in the school's words: HOMEROOM_CONTACT. */
    contact: z.string(),
    /** Address of the school's own logo; `null` where Homeroom's stands. */
    logo: z.string().nullable(),
  }),
  isDemo: z.boolean(),
  meeting: MeetingHost,
  /** Who is signed in here; `null` for nobody. */
  session: Session.nullable(),
  /** The person's rooms; absent when nobody with a Role is signed in. */
  rooms: z.array(RoomView).optional(),
  /** For administrators: unsafe settings, accounts that cannot be looked up. */
  warnings: z.array(Warning).optional(),
});
export type PageData = z.infer<typeof PageData>;
