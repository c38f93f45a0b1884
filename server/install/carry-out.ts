/** Does what was planned, whole or not at all, and says what has come of it. */
import { complain, linesOf, say } from '../cli/terminal.ts';
import type { Change } from './change.ts';
import { checkBefore, checkNew } from './checks.ts';
import { type InstallDeps, isWanted, refuse } from './install-deps.ts';
import { merged } from './merged.ts';
import { peopleFile, recordFolder } from './places.ts';
import type { Plan } from './plan.ts';
import type { Owners } from './record.ts';
import type { Root } from './root.ts';
import { runChanges } from './run-changes.ts';
import { restart, servicesOf, stopHomeroom, watch } from './services.ts';
import { isProsodyStale } from './stale-prosody.ts';
import type { Survey } from './survey.ts';
import type { System } from './system.ts';

export type Work = { plan: Plan; changes: Change[]; found: Survey; root: Root; system: System };

export async function carryOut(work: Work, deps: InstallDeps): Promise<number> {
  const { plan, changes, found, root, system } = work;
  const { terminal, user, disk, now } = deps;
  const before = checkBefore(system);
  if ('refused' in before) return refuse(terminal, [before.refused]);
  const owners: Owners = { installer: user, homeroom: found.accounts.homeroom ?? user };
  const services = servicesOf(changes, plan.states);
  const wasThere = (found.record?.files.length ?? 0) > 0;
  const outcome = runChanges(
    {
      domain: found.jitsi?.domain ?? '',
      changes,
      next: (steps) => merged(found.record?.files ?? [], steps),
      check: () => checkNew(system, before, plan.states),
      bringIn: () => (system.isBooted ? restart(system, services) : null),
    },
    { root, disk, owners, now },
  );
  if (outcome.kind === 'taken-back') {
    const faults = system.isBooted && outcome.wasInForce ? [restart(system, services)] : [];
    if (!wasThere && outcome.wasInForce && system.isBooted) faults.push(stopHomeroom(system));
    complain(terminal, ...linesOf(outcome.why), '');
    complain(terminal, 'Everything was taken back: your Jitsi is as it was.');
    for (const fault of faults) if (fault !== null) complain(terminal, ...linesOf(fault));
    return 1;
  }
  return close(work, deps);
}

async function close(work: Work, deps: InstallDeps): Promise<number> {
  const { terminal } = deps;
  say(terminal, '', `Done. Copies of what was there before are in ${recordFolder}/copies.`);
  if (!work.system.isBooted) {
    say(
      terminal,
      'systemd does not run here, so nothing was restarted: start homeroom, then restart prosody and jicofo, and reload nginx.',
    );
    return 0;
  }
  const fault = watch(work.system);
  if (fault !== null) complain(terminal, ...linesOf(fault));
  return sayWhetherReady(work, deps);
}

async function sayWhetherReady(work: Work, deps: InstallDeps): Promise<number> {
  const { plan } = work;
  const { terminal, untilReady } = deps;
  const lacks = await untilReady(Number(plan.values['HOMEROOM_PORT']));
  const others = lacks.filter(({ name }) => name !== 'directory' || !isNewList(work));
  if (others.length === 0) {
    say(terminal, `Homeroom is ready at ${plan.values['HOMEROOM_URL'] ?? ''}`);
    if (isNewList(work)) say(terminal, ...whoFirst);
    say(terminal, 'Prove that everything holds: homeroom doctor');
    return 0;
  }
  complain(
    terminal,
    'Homeroom runs, but is not ready, and until it is no lesson can be started:',
    ...others.flatMap(({ detail }) => linesOf(`* ${detail}`)),
    '`homeroom uninstall` brings the old Jitsi back.',
  );
  return 1;
}

/** The list of people is made with the first of them. */
const isNewList = ({ plan, root }: Work): boolean =>
  plan.values['HOMEROOM_PEOPLE_FILE'] === peopleFile && root.stat(peopleFile) === null;

const whoFirst = [
  'Nobody has an account yet: `homeroom people add LOGIN --name NAME --group admins` makes the first,',
  'and `homeroom people import FILE.csv` takes a list.',
];

/** No file is to be changed; but what runs may be older than what is on disk. */
export async function freshen(
  work: Work,
  deps: InstallDeps,
  { yes, 'dry-run': isDry }: { yes?: boolean; 'dry-run'?: boolean },
): Promise<number> {
  const { terminal, program } = deps;
  const { found, root, system } = work;
  const folders = [`${program}/deploy/prosody`, ...(found.prosody?.pluginPaths ?? [])];
  if (!isProsodyStale(system, root, folders)) {
    say(terminal, 'Homeroom is in this Jitsi already, and nothing has to be changed.');
    return 0;
  }
  say(
    terminal,
    'Every file is as it shall be, but Prosody runs modules that have been replaced since it started.',
    '* Prosody and jicofo are restarted: whoever is in a meeting now is thrown out.',
  );
  if (isDry === true) return 0;
  if (!(await isWanted(terminal, yes))) return 1;
  const wrong = restart(system, { homeroom: false, prosody: true, jicofo: true, nginx: false });
  if (wrong !== null) {
    complain(terminal, ...linesOf(wrong));
    return 1;
  }
  return sayWhetherReady(work, deps);
}
