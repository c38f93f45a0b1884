/** Why mod_homeroom did not say what it sees, as far as its answer tells. */
import type { DoctorFinding } from '../contract/doctor.ts';
import { UnsignedAnswer } from '../jitsi/send-command.ts';
import { causeOf } from '../session/network-cause.ts';
import { clockFinding } from './check-time.ts';
import { failed, unproven } from './checks.ts';

const restart = 'systemctl restart prosody jicofo, when no lesson runs.';

const unseen = [
  'module-current',
  'plugins-current',
  'modules-loaded',
  'lua-libraries',
  'ports',
  'guest-hosts',
  'empty-token',
  'focus-there',
] as const;

export async function prosodyFault(
  error: unknown,
  url: URL,
  now: number,
): Promise<DoctorFinding[]> {
  const faults = await faultOf(error, url, now);
  const unsaid = unseen.filter((name) => !faults.some(({ check }) => check === name));
  return [...faults, ...unsaid.map((check) => unproven(check, 'Prosody does not say.'))];
}

async function faultOf(error: unknown, url: URL, now: number): Promise<DoctorFinding[]> {
  if (!(error instanceof UnsignedAnswer)) {
    return [
      failed(
        'prosody',
        `Prosody does not answer at ${url.href}: ${causeOf(error)}`,
        'systemctl status prosody says why; HOMEROOM_PROSODY_URL says where it is.',
      ),
    ];
  }
  switch (error.status) {
    case 404:
      return [
        failed(
          'prosody',
          'mod_homeroom is not loaded on the host of the meetings: nobody can get in.',
          'homeroom install writes it into the configuration; Prosody’s log says why it was not loaded.',
        ),
      ];
    case 400:
      return [
        failed(
          'module-current',
          'The mod_homeroom that Prosody runs is older than this Homeroom.',
          `homeroom install puts the new one into its place; then ${restart}`,
        ),
      ];
    case 401:
      return [
        await clockOf(url, now),
        failed(
          'prosody',
          'Prosody does not take the command key.',
          'HOMEROOM_COMMAND_KEY and homeroom_command_key have to be the same; or the clocks are minutes apart.',
        ),
      ];
    default:
      return [
        failed(
          'prosody',
          `Prosody answers ${error.status} at ${url.href}, not as mod_homeroom.`,
          'Does HOMEROOM_PROSODY_URL lead to Prosody’s HTTP port?',
        ),
      ];
  }
}

/** Signed answers are refused where clocks are minutes apart; the header says how late it is there. */
async function clockOf(url: URL, now: number): Promise<DoctorFinding> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
  return clockFinding('prosody-clock', 'Prosody', answer?.headers.get('date') ?? null, now);
}
