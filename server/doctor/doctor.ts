/**
 * `homeroom doctor`: proves the promises against the Jitsi that runs. It asks what anybody
 * may ask, from outside, and opens throwaway lessons through the Homeroom that runs; lessons
 * of people are not touched. Each finding is told as soon as it is there.
 */
import type { Config } from '../config.ts';
import type { DoctorFinding } from '../contract/doctor.ts';
import type { Throwaway } from '../jitsi/doctor-protocol.ts';
import { commandAddress } from '../jitsi/jitsi-adapter.ts';
import { inspectProsody, type Inspection } from '../jitsi/inspect.ts';
import type { RunningHomeroom } from './ask-homeroom.ts';
import { checkClosed, checkFrontDoor, checkJitsiFiles } from './check-addresses.ts';
import { checkCertificate } from './check-certificate.ts';
import { checkDatabase } from './check-database.ts';
import { checkHomeroom } from './check-homeroom.ts';
import { checkFocus, checkJicofoSettings } from './check-jicofo.ts';
import { checkLesson, lessonUnproven } from './check-lesson.ts';
import { checkPerson } from './check-person.ts';
import { checkInspection } from './check-prosody.ts';
import { checkProvider } from './check-provider.ts';
import { checkSignIn } from './check-sign-in.ts';
import { failed, passed, warned } from './checks.ts';
import type { Fault } from '../settings/settings-reader.ts';
import { type Place, reach } from './place.ts';
import { prosodyFault } from './prosody-fault.ts';
import type { XmppClient } from './xmpp.ts';

export type DoctorDeps = {
  config: Config;
  /** Of the settings: with any, `config` has defaults in their place. */
  faults: readonly Fault[];
  version: string;
  /** As `fingerprintOf` makes it of the settings that lie there now. */
  settings: string;
  databasePath: string;
  /** `null` where no Homeroom has ever run with this data folder. */
  running: RunningHomeroom | null;
  /** Fingerprint of the mod_homeroom that came with this program, where it is known. */
  shippedModule: string | null;
  /** The text of jicofo's settings, where it can be read. */
  jicofoSettings: string | null;
  /** Somebody to look up. */
  person: string | null;
  clock: () => number;
};

export type Doctor = {
  findings(): AsyncGenerator<DoctorFinding>;
  /** Closes what is open, and ends throwaway lessons: also when it was interrupted. */
  cleanUp(): Promise<DoctorFinding | null>;
};

export function createDoctor(deps: DoctorDeps): Doctor {
  const { config, running } = deps;
  const lessons: Throwaway[] = [];
  const clients = new Set<XmppClient>();

  async function* findings(): AsyncGenerator<DoctorFinding> {
    if (deps.faults.length > 0) {
      yield* deps.faults.map(settingsFinding);
      return;
    }
    if (config.isDemo || !config.jitsi) {
      const todo =
        'Write the settings: homeroom install asks for them, docs/configuration.md lists them.';
      yield failed('settings', 'No Jitsi is set: this is demo mode, and proves nothing.', todo);
      return;
    }
    yield passed('settings', 'All settings can be read.');
    yield* warnings(config);
    yield* await checkHomeroom({ ...deps, running });
    yield* await accounts(deps);
    yield* await checkDatabase(deps.databasePath, config.dataDir);
    const inspection = yield* prosody(deps, config.jitsi);
    yield* checkJicofoSettings(deps.jicofoSettings);
    yield* outside(config.jitsi, inspection);
  }

  async function* outside(
    jitsi: Jitsi,
    inspection: Inspection | null,
  ): AsyncGenerator<DoctorFinding> {
    const { publicUrl } = config;
    const isOneHost = publicUrl.host === jitsi.url.host;
    const place = yield* reached(jitsi.url, deps.clock);
    const door = isOneHost ? place : yield* reached(publicUrl, deps.clock);
    if (door) yield* await checkFrontDoor(door);
    if (!place) {
      yield* lessonUnproven('The address of the Jitsi cannot be reached from here.');
      return;
    }
    yield* await checkJitsiFiles(place, publicUrl);
    const { domain, main, focusComponent } = inspection ?? guessed(jitsi.xmppDomain);
    const opened = await openTwo();
    const lesson = typeof opened === 'string' ? null : opened[0];
    yield* await checkClosed(place, lesson?.slug ?? 'homeroom--doctor', domain);
    yield* await checkSignIn({ place, domain }, lesson);
    if (typeof opened === 'string') {
      const todo = 'Look at what is said of Homeroom and of Prosody.';
      yield failed('lesson-opened', `No lesson can be opened: ${opened}`, todo);
      yield* lessonUnproven('No lesson could be opened.');
      return;
    }
    yield passed('lesson-opened', 'Prosody opens a lesson when Homeroom says so.');
    const hosts = { domain, main, focusComponent };
    const [first, other] = opened;
    yield* checkLesson({ place, hosts, lesson: first, other, clients });
  }

  /** @returns the two, or why not */
  async function openTwo(): Promise<readonly [Throwaway, Throwaway] | string> {
    if (!running) return 'Homeroom does not run.';
    try {
      const first = await running.open();
      lessons.push(first);
      const second = await running.open();
      lessons.push(second);
      return [first, second];
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  return {
    findings,
    async cleanUp() {
      for (const client of clients) client.close();
      clients.clear();
      try {
        for (const lesson of lessons.splice(0)) {
          await running?.ask({ kind: 'end', lessonId: lesson.lessonId });
        }
        return null;
      } catch (error) {
        return warned(
          'cleaned-up',
          `A throwaway lesson could not be ended: ${String(error)}`,
          'Nothing: it ends by itself within three minutes, and nobody has a pass into it.',
        );
      }
    },
  };
}

const settingsFinding = ({ setting, given, expected, where }: Fault): DoctorFinding =>
  failed(
    'settings',
    `${where === undefined ? setting : `${setting} (${where})`} is ${given}.`,
    `It has to be ${expected}. Homeroom does not start anew until then.`,
  );

type Jitsi = NonNullable<Config['jitsi']>;

const guessed = (domain: string) => ({
  domain,
  main: `conference.${domain}`,
  focusComponent: `focus.${domain}`,
});

function* warnings({ jitsi, school, publicUrl, trustedProxies }: Config): Generator<DoctorFinding> {
  if (!jitsi?.prosody) {
    yield failed(
      'settings',
      'HOMEROOM_UNSAFE_NO_MODULE is set: Jitsi holds nobody to anything.',
      'Install mod_homeroom (homeroom install), set HOMEROOM_PROSODY_URL and its keys, and take this setting out.',
    );
  }
  if (school.contact === '') {
    yield warned(
      'warnings',
      'HOMEROOM_CONTACT is not set: people who are stuck do not read whom to ask.',
      'Set it to a name, a room or an address.',
    );
  }
  if (publicUrl.protocol === 'https:' && trustedProxies.length === 0) {
    yield warned(
      'warnings',
      'HOMEROOM_TRUSTED_PROXIES is not set: everybody seems to come from nginx, and limits count them as one.',
      'Set it to the address of nginx: 127.0.0.1 where it runs on this machine.',
    );
  }
}

async function accounts({ config, person, clock }: DoctorDeps): Promise<DoctorFinding[]> {
  const { directory, publicUrl } = config;
  return [
    ...(directory.kind === 'oidc'
      ? await checkProvider({ settings: directory.settings, publicUrl, clock })
      : []),
    ...(person === null ? [] : [await checkPerson(config, person)]),
  ];
}

async function* prosody(
  { clock, shippedModule }: DoctorDeps,
  { prosody: settings }: Jitsi,
): AsyncGenerator<DoctorFinding, Inspection | null> {
  if (!settings) return null;
  const { commandUrl, commandKey: key } = settings;
  const url = commandAddress(commandUrl);
  try {
    const found = await inspectProsody({ url, key, clock, fetch, timeoutMs: 10_000 });
    yield* checkInspection(found, shippedModule, clock());
    yield checkFocus(found);
    return found;
  } catch (error) {
    yield* await prosodyFault(error, url, clock());
    return null;
  }
}

async function* reached(
  url: URL,
  clock: () => number,
): AsyncGenerator<DoctorFinding, Place | null> {
  const place = await reach(url);
  if ('cause' in place) {
    yield failed(
      'reachable',
      `${url.host} cannot be reached from here: ${place.cause}`,
      'Is nginx running (systemctl status nginx), and does the name lead to this machine?',
    );
    return null;
  }
  yield place.via === null
    ? passed('reachable', `${url.host} is reached as everybody reaches it.`)
    : warned(
        'reachable',
        `${url.host} is not reached from this machine; nginx on ${place.via} was asked under that name.`,
        'Usual behind a router that does not lead inside what comes from inside. Look from outside once, whether the address answers there.',
      );
  yield await checkCertificate(place, clock);
  return place;
}
