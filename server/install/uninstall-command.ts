/** `homeroom uninstall`: the Jitsi that was there before, byte for byte. Homeroom's data stay. */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { complain, linesOf, say } from '../cli/terminal.ts';
import { checkBefore } from './checks.ts';
import { diffOf } from './diff.ts';
import { finishEarlier } from './finish-earlier.ts';
import { type InstallDeps, isWanted } from './install-deps.ts';
import { dataFolder, settingsFolder } from './places.ts';
import { openRoot, type Root } from './root.ts';
import { pending, runChanges } from './run-changes.ts';
import { restart, stopHomeroom } from './services.ts';
import { survey } from './survey.ts';
import { planUninstall } from './plan-uninstall.ts';

export const uninstallUsage = `homeroom uninstall [--yes] [--delete-data] [--root DIR]

Takes Homeroom out of the Jitsi of this machine: every file of Jitsi's, Prosody's and nginx's is again
what it was. What was changed there meanwhile, by hand or by an upgrade, stays; only Homeroom's lines go.

  --yes            without the question
  --delete-data    rooms, accounts, keys and settings too, for good
  --root DIR       the host whose files are below DIR, by way of chroot`;

const options = {
  yes: { type: 'boolean' },
  'delete-data': { type: 'boolean' },
  root: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** 0: done, or nothing to do. 1: not done, and why is on stderr. */
export async function uninstall(args: string[], deps: InstallDeps): Promise<number> {
  const { terminal, user, systemAt, disk, now } = deps;
  const { values } = parseArgs({ args, options });
  if (values.help) {
    say(terminal, ...linesOf(uninstallUsage));
    return 0;
  }
  const root = openRoot(values.root ?? '/');
  if (root.folder === '/' && user.uid !== 0) {
    complain(terminal, 'This changes files of nginx, Prosody and Jitsi: run it as root.');
    return 1;
  }
  const system = systemAt(root.folder);
  const first = survey(root, { domain: null, uid: user.uid });
  const earlier = finishEarlier(root, first, { ...deps, system });
  if (earlier !== null) say(terminal, ...linesOf(earlier));
  const found = earlier === null ? first : survey(root, { domain: null, uid: user.uid });
  const files = found.record?.files ?? [];
  const isAllGone = values['delete-data'] === true;
  if (files.length === 0 && !isAllGone) {
    say(terminal, 'Homeroom is not in a Jitsi of this machine. Nothing was changed.');
    return 0;
  }
  const { changes: planned, notes } = planUninstall(root, files, user.uid);
  const changes = pending(root, planned);
  say(terminal, ...notes, ...linesOf(diffOf(root, changes).trimEnd()), '');
  if (isAllGone) say(terminal, `Deleted for good: ${dataFolder} and ${settingsFolder}.`);
  if (!(await isWanted(terminal, values.yes))) return 1;
  const owners = { installer: user, homeroom: found.accounts.homeroom ?? user };
  const all = { homeroom: false, prosody: true, jicofo: true, nginx: true };
  const outcome = runChanges(
    {
      domain: found.record?.domain ?? '',
      changes,
      next: () => [],
      check: () => null,
      bringIn: () => {
        const checked = checkBefore(system);
        if ('refused' in checked) return checked.refused;
        return system.isBooted ? restart(system, all) : null;
      },
    },
    { root, disk, owners, now },
  );
  if (outcome.kind === 'taken-back') {
    complain(terminal, ...linesOf(outcome.why), '', 'Homeroom is in this Jitsi as before.');
    const fault = system.isBooted ? restart(system, { ...all, homeroom: true }) : null;
    if (fault !== null) complain(terminal, ...linesOf(fault));
    return 1;
  }
  const fault = system.isBooted ? stopHomeroom(system) : null;
  if (fault !== null) complain(terminal, ...linesOf(fault));
  if (isAllGone) deleteData(root);
  say(terminal, 'Your Jitsi is as it was before Homeroom.');
  if (!isAllGone)
    say(terminal, `Rooms and accounts stay in ${dataFolder}, settings in ${settingsFolder}.`);
  return 0;
}

function deleteData(root: Root): void {
  for (const path of [dataFolder, settingsFolder])
    rmSync(root.at(path), { recursive: true, force: true });
}
