/**
 * What nginx leads where, as seen from outside: Homeroom and Jitsi where they should be,
 * and closed what nobody outside needs, written in all the ways that reach it.
 */
import type { DoctorFinding } from '../contract/doctor.ts';
import { paths } from '../contract/paths.ts';
import { type DoctorCheck, failed, passed, unproven, warned } from './checks.ts';
import { type Answer, ask, type AskOptions } from './http.ts';
import type { Place } from './place.ts';

const installAgain =
  'homeroom install writes it; by hand: homeroom.conf into /etc/jitsi/meet/jaas/, then nginx -t && systemctl reload nginx.';

/** An address that has to be closed, and how it shows that it is not. */
type Closed = { path: string; options?: AskOptions; isOpen(answer: Answer): boolean };

/** nginx says 404 for what is closed; a room's page of Jitsi's is no way to anything. */
const isAnythingBut404 = ({ status }: Answer): boolean => status !== 404;
const isJson = ({ body }: Answer): boolean => /^\s*[[{]/.test(body);

const conference = (slug: string, domain: string): AskOptions => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ room: `${slug}@conference.${domain}`, machineUid: 'homeroom-doctor' }),
});

/** @param slug a room that nobody is in */
const closed = (slug: string, domain: string) =>
  ({
    'conference-request': ['', '/a', '/a/b', '/a/b/c'].map((tenant) => ({
      path: `${tenant}/conference-request/v1`,
      options: conference(slug, domain),
      isOpen: isAnythingBut404,
    })),
    'room-lists': [
      // Prosody's answer to a question without a room is another than nginx's.
      ...['', '/a', '/a/b'].map((tenant) => ({
        path: `${tenant}/_api/room-info`,
        isOpen: isAnythingBut404,
      })),
      ...['/room-census', '/room-size', '/sessions', '/a/room-census'].map((path) => ({
        path: `${path}?domain=${domain}`,
        isOpen: isJson,
      })),
    ],
    'prosody-commands': ['/homeroom-commands', '/a/homeroom-commands', '/.homeroom/http-bind'].map(
      (path) => ({ path, options: { method: 'POST', body: '{}' }, isOpen: isAnythingBut404 }),
    ),
    'tenant-paths': ['/a/http-bind', '/a/b/http-bind', '/a/xmpp-websocket', '/a/colibri-ws/x'].map(
      (path) => ({ path, isOpen: isAnythingBut404 }),
    ),
    'written-otherwise': [
      '//homeroom/healthz',
      '/a/homeroom/healthz',
      '/a/b/homeroom/healthz',
      '/x/../homeroom/healthz',
      '/%68omeroom/healthz',
    ].map((path) => ({ path, isOpen: isHomeroom })),
  }) as const satisfies Partial<Record<DoctorCheck, readonly Closed[]>>;

const isHomeroom = ({ body }: Answer): boolean => body.includes('"alive":true');

const openings: Record<keyof ReturnType<typeof closed>, string> = {
  'conference-request': 'jicofo takes requests past Prosody, from anybody',
  'room-lists': 'anybody may read which rooms there are, and who is in',
  'prosody-commands': "Homeroom's commands to Prosody can be tried from outside",
  'tenant-paths': 'Prosody or the videobridge is reached below an invented name',
  'written-otherwise': 'Homeroom answers under an address that is not its own',
};

/** @param slug of a throwaway room, or any that cannot be one */
export async function checkClosed(
  place: Place,
  slug: string,
  domain: string,
): Promise<DoctorFinding[]> {
  const all = closed(slug, domain);
  const names = ['conference-request', 'room-lists', 'prosody-commands', 'tenant-paths'] as const;
  return Promise.all(
    [...names, 'written-otherwise' as const].map((check) => checkOne(place, check, all[check])),
  );
}

async function checkOne(
  place: Place,
  check: keyof typeof openings,
  addresses: readonly Closed[],
): Promise<DoctorFinding> {
  try {
    const open: string[] = [];
    for (const { path, options, isOpen } of addresses) {
      const answer = await ask(place, path, options);
      if (isOpen(answer)) open.push(`${path} (${answer.status})`);
    }
    if (open.length === 0) {
      return passed(check, `Closed: ${addresses.map(({ path }) => path).join(', ')}`);
    }
    return failed(check, `${openings[check]}: ${open.join(', ')}`, installAgain);
  } catch (error) {
    return unproven(check, `${place.url.host} could not be asked: ${String(error)}`);
  }
}

/** Homeroom where it should be. */
export async function checkFrontDoor(place: Place): Promise<DoctorFinding[]> {
  try {
    const [door, alive, ready] = [
      await ask(place, paths.home),
      await ask(place, '/homeroom/healthz'),
      await ask(place, '/homeroom/readyz'),
    ];
    const isThere = door.body.includes('id="page-data"') && isHomeroom(alive);
    const hidden = ready.body.includes('"detail"')
      ? failed(
          'health-hidden',
          'Whoever asks from outside is told the causes of faults.',
          'nginx has to pass on who asks: homeroom-proxy.conf sets X-Forwarded-For; HOMEROOM_TRUSTED_PROXIES names nginx.',
        )
      : passed('health-hidden', 'Causes of faults are told on this machine only.');
    return [
      isThere
        ? passed('front-door', `${place.url.host} shows Homeroom.`)
        : failed(
            'front-door',
            `${place.url.href} does not show Homeroom (${door.status}), or /homeroom/ does not lead to it (${alive.status}).`,
            installAgain,
          ),
      ...(isThere ? [hidden] : []),
    ];
  } catch (error) {
    return [unproven('front-door', `${place.url.host} could not be asked: ${String(error)}`)];
  }
}

/** Jitsi's own files are served, and its settings are as Homeroom needs them. */
export async function checkJitsiFiles(place: Place, homeroom: URL): Promise<DoctorFinding[]> {
  try {
    const [script, config, page, worker] = [
      await ask(place, '/external_api.js'),
      await ask(place, '/config.js'),
      await ask(place, '/homeroom--doctor'),
      await ask(place, '/pwa-worker.js'),
    ];
    return [
      filesFinding(script, page),
      configFinding(config, homeroom),
      worker.status !== 200 || worker.body.includes('unregister')
        ? passed('service-worker', "Jitsi's service worker does not take the host.")
        : warned(
            'service-worker',
            "Jitsi's service worker takes the whole host: without a network, browsers show Jitsi's page in place of Homeroom's.",
            installAgain,
          ),
    ];
  } catch (error) {
    return [unproven('jitsi-files', `${place.url.host} could not be asked: ${String(error)}`)];
  }
}

function filesFinding(script: Answer, page: Answer): DoctorFinding {
  const isScript = script.status === 200 && /JitsiMeetExternalAPI/.test(script.body);
  const isPage = page.status === 200 && /<html|<!doctype/i.test(page.body);
  if (isScript && isPage) return passed('jitsi-files', "Jitsi's files are served.");
  const what = isScript ? "a room's page" : '/external_api.js';
  const status = isScript ? page.status : script.status;
  return failed(
    'jitsi-files',
    `${what} is not Jitsi's (${status}): no meeting can be shown.`,
    "Look at Jitsi's site in nginx, and whether jitsi-meet-web is installed.",
  );
}

/** What must not stand in config.js: each would lead past Prosody or past Homeroom. */
const unwanted = ['conferenceRequestUrl', 'tokenAuthInline', 'tokenAuthUrlAutoRedirect', 'sso'];

/** Exported for its test. @param homeroom where who has no pass has to be led */
export function configFinding({ status, body }: Answer, homeroom: URL): DoctorFinding {
  if (status !== 200) {
    return failed('jitsi-config', `/config.js answers ${status}.`, installAgain);
  }
  const inUse = body.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  const set = unwanted.filter((name) => isSet(inUse, name));
  if (set.length > 0) {
    return failed(
      'jitsi-config',
      `config.js sets ${set.join(', ')}, which leads past Homeroom.`,
      'Take it out of /etc/jitsi/meet/DOMAIN-config.js.',
    );
  }
  // Where both are on one host, the file may leave it to the browser.
  const isLed = inUse.includes(homeroom.host) || /=\s*(?:window\.)?location\.origin/.test(inUse);
  if (/\btokenAuthUrl\s*[=:]/.test(inUse) && isLed) {
    return passed('jitsi-config', "config.js leads who has no pass to Homeroom's pages.");
  }
  return failed(
    'jitsi-config',
    `config.js does not lead to ${homeroom.origin}: who opens a meeting by hand is stuck there.`,
    'homeroom install writes it; by hand: append homeroom-config.js, with your address in it.',
  );
}

/** What is written last counts: Homeroom's part of the file takes away what Jitsi's has. */
function isSet(text: string, name: string): boolean {
  const nothing = '\\s*(?:false|undefined|null|\'\'|"")';
  const lastOf = (pattern: string): number =>
    [...text.matchAll(new RegExp(pattern, 'g'))].at(-1)?.index ?? -1;
  const set = lastOf(
    `(?:\\bconfig\\.${name}\\s*=(?!=)|["']?\\b${name}\\b["']?\\s*:)(?!${nothing})`,
  );
  const unset = lastOf(`(?:\\bdelete\\s+config\\.${name}\\b|\\bconfig\\.${name}\\s*=${nothing})`);
  return set > unset;
}
