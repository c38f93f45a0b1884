/** The Prosody that runs, by what mod_homeroom says when it looks around. */
import type { DoctorFinding } from '../contract/doctor.ts';
import type { Inspection } from '../jitsi/inspect.ts';
import { clockFinding } from './check-time.ts';
import { failed, passed, warned } from './checks.ts';

const restart = 'systemctl restart prosody jicofo, when no lesson runs.';

export function checkInspection(
  found: Inspection,
  shippedModule: string | null,
  now: number,
): DoctorFinding[] {
  return [
    healthFinding(found),
    clockFinding('prosody-clock', 'Prosody', found.at, now),
    moduleFinding(found, shippedModule),
    pluginsFinding(found),
    modulesFinding(found),
    librariesFinding(found),
    portsFinding(found),
    guestFinding(found),
    found.allowsEmptyToken
      ? warned(
          'empty-token',
          'allow_empty_token is set. mod_homeroom refuses who has no pass; Jitsi’s own lock is open.',
          'Set allow_empty_token = false on the host of the meetings, and restart Prosody.',
        )
      : passed('empty-token', 'Jitsi’s own sign-in wants a pass, too.'),
  ];
}

/** As it is at this moment; what Homeroom says of it is as old as the last report. */
function healthFinding({ prosody, lua, domain, health }: Inspection): DoctorFinding {
  if (health.isHealthy) {
    return passed('prosody', `Prosody ${prosody} (${lua}) is healthy, and answers for ${domain}.`);
  }
  return failed(
    'prosody',
    `Prosody opens no lesson: ${health.cause ?? 'it does not say why'}.`,
    'docs/jitsi.md says of each cause what to do.',
  );
}

function moduleFinding({ module }: Inspection, shipped: string | null): DoctorFinding {
  const isOld = module.running.some((fingerprint) => fingerprint !== module.onDisk);
  if (isOld) {
    return failed(
      'module-current',
      `Prosody runs another mod_homeroom than the one in ${module.folder}.`,
      restart,
    );
  }
  if (shipped !== null && shipped !== module.onDisk) {
    return failed(
      'module-current',
      `The mod_homeroom in ${module.folder} is not the one of this Homeroom.`,
      `Put this Homeroom's into its place (homeroom install does), and ${restart}`,
    );
  }
  return passed('module-current', 'The mod_homeroom that runs is the one on the disk.');
}

function pluginsFinding({ changedFiles }: Inspection): DoctorFinding {
  if (changedFiles.length === 0) {
    return passed('plugins-current', "Jitsi's plugins are as Prosody has loaded them.");
  }
  const names = changedFiles.slice(0, 3).join(', ');
  const more = changedFiles.length > 3 ? ` and ${changedFiles.length - 3} more` : '';
  return failed(
    'plugins-current',
    `Jitsi's plugins were changed since Prosody was started: ${names}${more}.`,
    restart,
  );
}

function modulesFinding({ hosts }: Inspection): DoctorFinding {
  const missing = hosts
    .filter(({ notLoaded }) => notLoaded.length > 0)
    .map(({ name, notLoaded }) => `${notLoaded.join(', ')} on ${name}`);
  if (missing.length === 0) {
    return passed('modules-loaded', 'All modules that the configuration asks for are there.');
  }
  return warned(
    'modules-loaded',
    `Prosody did not load ${missing.join('; ')}.`,
    'Its log says why. Modules that a newer Jitsi no longer has can be taken out of the configuration.',
  );
}

/** A library that is missing counts where something did not load. */
function librariesFinding({ libraries, hosts, domain, lua }: Inspection): DoctorFinding {
  const missing = libraries.filter(({ isFound }) => !isFound).map(({ name }) => name);
  const own = hosts.find(({ name }) => name === domain);
  const isWhole = own?.authentication === 'homeroom' && own.notLoaded.length === 0;
  if (missing.length === 0 || isWhole) {
    return passed('lua-libraries', "What Jitsi's token library needs is there.");
  }
  return failed(
    'lua-libraries',
    `${lua} does not find ${missing.join(', ')}.`,
    `Debian puts them where older versions of Lua look: apt install lua-basexx lua-cjson lua-inspect lua-luaossl, then link basexx.lua and inspect.lua into /usr/local/share/lua/${lua.replace('Lua ', '')}/ (homeroom install does), and ${restart}`,
  );
}

const isLoopback = (address: string): boolean => /^127\.|^::1$|^localhost$/.test(address);

function portsFinding({ services }: Inspection): DoctorFinding {
  const open = services.filter((service) => !isLoopback(service.interface));
  const words = (list: typeof open) =>
    list.map(({ name, port, interface: on }) => `${name} on ${on} port ${port}`).join(', ');
  const web = open.filter(({ name }) => name === 'https' || name === 'http');
  if (web.length > 0) {
    return failed(
      'ports',
      `Prosody can be reached past nginx: ${words(web)}.`,
      'Set https_ports = { } and http_interfaces = { "127.0.0.1", "::1" } in its global section, and restart Prosody.',
    );
  }
  const others = open.filter(({ name }) =>
    /^(?:c2s|s2s|legacy|component|telnet|console)/.test(name),
  );
  if (others.length > 0) {
    return warned(
      'ports',
      `Prosody listens for other programs than this machine's: ${words(others)}. Without a pass nobody gets in there either.`,
      'Where jicofo and the videobridge run on this machine, set c2s_interfaces = { "127.0.0.1", "::1" }, or close the port in the firewall.',
    );
  }
  return passed('ports', 'Prosody listens on this machine only.');
}

/** By name: Prosody's own guard looks at what each offers. */
function guestFinding({ hosts, domain }: Inspection): DoctorFinding {
  const open = hosts.filter(
    ({ name, type, authentication = '' }) =>
      type === 'local' &&
      name !== domain &&
      ['anonymous', 'jitsi-anonymous', 'token'].includes(authentication),
  );
  if (open.length === 0) {
    return passed('guest-hosts', 'There is no host at which anybody may sign in.');
  }
  const names = open.map(({ name }) => name).join(', ');
  return failed(
    'guest-hosts',
    `Anybody may sign in at ${names}.`,
    "Take it out of Prosody's configuration (conf.d/jaas.cfg.lua, a guest host), and restart Prosody.",
  );
}
