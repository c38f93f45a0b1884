/**
 * What the practice meeting's page and the server tell each other over the
 * WebSocket: JSON, one message a frame. Nothing here is Jitsi's; the page
 * translates it into what Jitsi's client tells its host.
 */
import { z } from 'zod';
import { PersonId } from '../contract/ids.ts';
import type { Affiliation } from '../contract/person.ts';
import type { EndReason } from '../lessons/commands.ts';
import type { CastOutReason } from '../lessons/meeting-adapter.ts';
import type { Refusal } from './policy.ts';

const personId = z.string().min(1).max(64).pipe(PersonId);

/** From the page. The first message is `enter`; the pass travels in it, never in an address. */
export const FromPage = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('enter'),
    room: z.string().max(80),
    pass: z.string().max(16_384),
  }),
  z.strictObject({ kind: z.literal('promote'), personId }),
  z.strictObject({ kind: z.literal('demote'), personId }),
  z.strictObject({ kind: z.literal('remove'), personId }),
  z.strictObject({ kind: z.literal('move'), breakoutId: z.string().min(1).max(64).nullable() }),
  z.strictObject({ kind: z.literal('end') }),
]);
export type FromPage = z.infer<typeof FromPage>;

/** What somebody inside asks the meeting to do. */
export type Wish = Exclude<FromPage, { kind: 'enter' }>;

/** One entry of a person, as everybody inside sees it: a name and random ids. */
export type PersonInside = {
  occupantId: string;
  personId: PersonId;
  name: string;
  affiliation: Affiliation;
  isPromoted: boolean;
  breakoutId: string | null;
};

export type FromServer =
  /** No organizer is in; the page stays connected and is let in by `entered`. */
  | { kind: 'waiting' }
  /** In, or in another breakout room than before; `you` is one of `people`. */
  | { kind: 'entered'; you: string; people: readonly PersonInside[]; allowsPromotion: boolean }
  /** Everybody who is in now, and whether they may be promoted; sent after every change. */
  | { kind: 'people'; people: readonly PersonInside[]; allowsPromotion: boolean }
  /** `detail` is for the page's own use: why a pass was not accepted. */
  | { kind: 'refused'; reason: Refusal; detail?: string }
  /** `by` is the occupant who did it; `null` when it was the server. */
  | { kind: 'cast-out'; reason: CastOutReason; by: string | null }
  | { kind: 'ended'; reason: EndReason };
