/** The services read their files again; when one does not, everything can still be taken back. */
import type { Change } from './change.ts';
import { keysOfProsody, settingsFolder, switchLink } from './places.ts';
import type { Plan } from './plan.ts';
import type { System } from './system.ts';

export type Services = { homeroom: boolean; prosody: boolean; jicofo: boolean; nginx: boolean };

const act = (system: System, ...args: string[]): string | null => {
  const ran = system.run('systemctl', ...args);
  if (!ran) return 'systemctl is not installed here.';
  return ran.status === 0 ? null : `systemctl ${args.join(' ')}: ${ran.output.trim()}`;
};

/** Which ones these changes are for. */
export function servicesOf(changes: readonly Change[], { now, next }: Plan['states']): Services {
  const touches = (pattern: RegExp): boolean => changes.some(({ path }) => pattern.test(path));
  const isSwitched = now !== next || touches(new RegExp(`^${switchLink}$`));
  return {
    homeroom: touches(new RegExp(`^${settingsFolder}/|/homeroom\\.service$`)) || isSwitched,
    prosody: isSwitched || touches(new RegExp(`^${keysOfProsody}/|\\.lua$`)),
    jicofo: touches(/^\/etc\/jitsi\/jicofo\//),
    nginx: isSwitched || touches(/^\/etc\/nginx\/|\.conf$/),
  };
}

/**
 * Homeroom first: if it does not start, nobody has been locked out yet.
 * @returns what went wrong, in words; `null` when nothing did
 */
export function restart(system: System, services: Services): string | null {
  const commands = [
    ...(services.homeroom
      ? [['daemon-reload'], ['enable', '--quiet', 'homeroom'], ['restart', 'homeroom']]
      : []),
    ...(services.prosody ? [['restart', 'prosody']] : []),
    ...(services.jicofo ? [['restart', 'jicofo']] : []),
    ...(services.nginx ? [['reload-or-restart', 'nginx']] : []),
  ];
  for (const command of commands) {
    const wrong = act(system, ...command);
    if (wrong !== null) return wrong;
  }
  return null;
}

/** Look at night, and after upgrades of Jitsi's packages, whether everything still holds. */
const watchers = ['homeroom-doctor.timer', 'homeroom-doctor.path'];

/** Homeroom's package brings them; whoever installed in another way may not have them. */
const watchersThere = (system: System): string[] =>
  watchers.filter((unit) => system.run('systemctl', 'cat', unit)?.status === 0);

export function watch(system: System): string | null {
  const there = watchersThere(system);
  return there.length === 0 ? null : act(system, 'enable', '--quiet', '--now', ...there);
}

export const stopHomeroom = (system: System): string | null =>
  act(system, 'disable', '--quiet', '--now', ...watchersThere(system), 'homeroom');
