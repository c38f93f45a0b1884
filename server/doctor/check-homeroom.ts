/** The Homeroom that runs: whether it does, with these settings, and what it says of itself. */
import { z } from 'zod';
import type { Config } from '../config.ts';
import { Readiness } from '../contract/admin.ts';
import type { DoctorFinding } from '../contract/doctor.ts';
import type { About } from '../jitsi/doctor-protocol.ts';
import { causeOf } from '../session/network-cause.ts';
import { originAt, type RunningHomeroom } from './ask-homeroom.ts';
import { failed, passed, unproven, warned } from './checks.ts';

const start =
  'systemctl status homeroom says why it does not; journalctl -u homeroom has what it said.';

export type HomeroomToCheck = {
  config: Config;
  version: string;
  /** As it is of the settings that lie there now. */
  settings: string;
  running: RunningHomeroom | null;
};

export async function checkHomeroom(given: HomeroomToCheck): Promise<DoctorFinding[]> {
  const about = await aboutOf(given);
  if (typeof about === 'string') return [failed('running', about, start)];
  return [
    passed('running', `Homeroom ${about.version} runs.`),
    ...ofSame(given, about),
    ...(await healthFindings(given.config)),
  ];
}

/** @returns what it says, or why it does not */
async function aboutOf({ running }: HomeroomToCheck): Promise<About | string> {
  if (!running)
    return 'Homeroom has never run with this data folder: there is no key to ask it with.';
  try {
    const answer = await running.ask({ kind: 'about' });
    return answer.kind === 'about' ? answer.about : 'Homeroom does not say what it is.';
  } catch (error) {
    return `Homeroom does not answer on this machine: ${causeOf(error)}`;
  }
}

function ofSame({ version, settings }: HomeroomToCheck, about: About): DoctorFinding[] {
  const restart = 'systemctl restart homeroom. Lessons that run go on.';
  return [
    about.version === version
      ? passed('same-version', 'The one that runs is the one that is installed.')
      : failed('same-version', `${about.version} runs, ${version} is installed.`, restart),
    about.settings === settings
      ? passed('settings-in-use', 'It was started with the settings that lie there now.')
      : warned('settings-in-use', 'The settings were changed since it was started.', restart),
  ];
}

/** What it says of itself, with causes: only to who asks on this machine. */
async function healthFindings({ listen }: Config): Promise<DoctorFinding[]> {
  try {
    const response = await fetch(`${originAt(listen)}/homeroom/readyz`, {
      signal: AbortSignal.timeout(10_000),
    });
    const { checks } = Readiness.extend({ checks: z.array(Said) }).parse(await response.json());
    return checks.flatMap(findingOf);
  } catch (error) {
    return [unproven('health', `Homeroom does not say how it is: ${causeOf(error)}`)];
  }
}

const Said = z.object({
  name: z.enum(['storage', 'directory', 'meeting-server', 'settings']),
  isReady: z.boolean(),
  /** Not told to who does not ask on this machine. */
  detail: z.string().default(''),
});

function findingOf({ name, isReady, detail }: z.infer<typeof Said>): DoctorFinding[] {
  switch (name) {
    case 'directory':
      return isReady
        ? [passed('directory', detail)]
        : [failed('directory', detail, 'Look at the directory, and the way to it from here.')];
    case 'meeting-server':
      return isReady
        ? [passed('health', detail)]
        : [failed('health', detail, 'docs/jitsi.md says of each cause what to do.')];
    case 'storage':
      return isReady
        ? []
        : [failed('database', detail, 'Look at the disk, and at the owner of the data folder.')];
    case 'settings':
      return [];
    default:
      return name satisfies never;
  }
}
