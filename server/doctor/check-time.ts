/** Clocks that are apart: passes and sign-ins are good for a certain time only. */
import type { DoctorFinding } from '../contract/doctor.ts';
import { failed, passed, unproven, warned } from './checks.ts';

/** From here on passes or sign-ins are refused: neither Prosody nor the ID token grants more. */
const tooMuchMs = 30_000;
const noticeableMs = 5_000;

type ClockCheck = 'prosody-clock' | 'provider-clock';

/** @param theirs milliseconds since the epoch, or a `Date` header, which has whole seconds */
export function clockFinding(
  check: ClockCheck,
  whose: string,
  theirs: number | string | null,
  now: number,
): DoctorFinding {
  const at = typeof theirs === 'number' ? theirs : Date.parse(theirs ?? '');
  if (Number.isNaN(at)) return unproven(check, `${whose} does not say how late it is.`);
  const apart = at - now;
  const way = apart < 0 ? 'behind' : 'ahead of';
  const saw = `${whose} is ${Math.round(Math.abs(apart) / 1000)} s ${way} Homeroom.`;
  const todo = 'Set both machines by the same time server: timedatectl says whether each is.';
  if (Math.abs(apart) > tooMuchMs) return failed(check, saw, todo);
  if (Math.abs(apart) > noticeableMs) return warned(check, saw, todo);
  return passed(check, `${whose} and Homeroom agree about the time.`);
}
