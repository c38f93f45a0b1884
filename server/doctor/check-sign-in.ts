/** Who is let in at Prosody, through the public address: over WebSocket and over BOSH. */
import { createHmac, randomBytes } from 'node:crypto';
import type { DoctorFinding } from '../contract/doctor.ts';
import type { Throwaway } from '../jitsi/doctor-protocol.ts';
import { tryBosh } from './bosh.ts';
import { type DoctorCheck, failed, passed, unproven } from './checks.ts';
import type { Place } from './place.ts';
import { signIn } from './xmpp.ts';

export type SignInPlace = { place: Place; domain: string };

type Outcome =
  | { kind: 'in' }
  | { kind: 'refused'; why: string }
  | { kind: 'unreachable'; cause: string };
type Way = (token: string | undefined) => Promise<Outcome>;

const restart =
  'Somebody gets past authentication = "homeroom": run homeroom install again, and restart Prosody. Until then close the host to the outside.';
const look = 'Look at /xmpp-websocket and /http-bind in nginx, and at the causes above.';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The same claims under another key, and under none. */
export function forgeriesOf(pass: string): { name: string; token: string }[] {
  const [, body = ''] = pass.split('.');
  const head = encode({ alg: 'HS256', typ: 'JWT' });
  const none = encode({ alg: 'none', typ: 'JWT' });
  const signed = `${head}.${body}`;
  const signature = createHmac('sha256', randomBytes(32)).update(signed).digest('base64url');
  return [
    { name: 'signed with another key', token: `${signed}.${signature}` },
    { name: 'not signed', token: `${none}.${body}.` },
  ];
}

const overWebSocket =
  ({ place, domain }: SignInPlace, room: string): Way =>
  async (token) => {
    const outcome = await signIn(place, domain, { room, ...(token ? { token } : {}) });
    if (outcome.kind === 'in') outcome.client.close();
    return outcome;
  };

const overBosh =
  ({ place, domain }: SignInPlace, room: string): Way =>
  (token) =>
    tryBosh(place, domain, { room, ...(token ? { token } : {}) });

/** @param lesson that is open; without one no pass can be tried */
export async function checkSignIn(
  where: SignInPlace,
  lesson: Throwaway | null,
): Promise<DoctorFinding[]> {
  const room = lesson?.slug ?? 'homeroom--doctor';
  const ways = { websocket: overWebSocket(where, room), bosh: overBosh(where, room) };
  const nobody = await refusals('no-token-refused', ways, [{ name: 'no pass', token: undefined }]);
  if (!lesson) return [nobody, ...withoutLesson];
  const { owner, expired } = lesson.passes;
  return [
    nobody,
    await refusals('forged-pass-refused', ways, forgeriesOf(owner)),
    await refusals('expired-pass-refused', ways, [{ name: 'a pass that is over', token: expired }]),
    admission('websocket', await ways.websocket(owner)),
    admission('bosh', await ways.bosh(owner)),
  ];
}

const withoutLesson = (
  ['forged-pass-refused', 'expired-pass-refused', 'websocket', 'bosh'] as const
).map((check) => unproven(check, 'No lesson could be opened to try it with.'));

type Try = { name: string; token: string | undefined };

async function refusals(
  check: DoctorCheck,
  ways: { websocket: Way; bosh: Way },
  tries: readonly Try[],
): Promise<DoctorFinding> {
  const refused: string[] = [];
  for (const { name, token } of tries) {
    for (const [over, way] of Object.entries(ways)) {
      const outcome = await way(token);
      if (outcome.kind === 'in')
        return failed(check, `With ${name} one gets in (${over}).`, restart);
      // A server that is not there refuses everybody: that proves nothing.
      if (outcome.kind === 'unreachable') return unproven(check, `${over}: ${outcome.cause}`);
      refused.push(outcome.why);
    }
  }
  return passed(check, `Refused: ${[...new Set(refused)].join('; ')}`);
}

function admission(check: 'websocket' | 'bosh', outcome: Outcome): DoctorFinding {
  switch (outcome.kind) {
    case 'in':
      return passed(check, 'A pass of Homeroom’s is let in.');
    case 'refused':
      return failed(check, `A pass of Homeroom’s is refused: ${outcome.why}`, look);
    case 'unreachable':
      return failed(check, `Prosody cannot be reached: ${outcome.cause}`, look);
    default:
      return outcome satisfies never;
  }
}
