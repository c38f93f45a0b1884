/**
 * `homeroom install`: puts Homeroom in front of the Jitsi of this machine. What is there is looked
 * at, what changes is said and shown, and only then done: whole, or not at all.
 */
import { parseArgs } from 'node:util';
import { complain, isConfirmed, linesOf, say, type Terminal } from '../cli/terminal.ts';
import { askForAccounts, howToAnswer, isAnswered, type TryAccounts } from './accounts.ts';
import type { Change } from './change.ts';
import { checkBefore, checkNew } from './checks.ts';
import { diffOf } from './diff.ts';
import type { Disk } from './disk.ts';
import type { Template } from './file-texts.ts';
import { finishEarlier } from './finish-earlier.ts';
import { merged } from './merged.ts';
import { peopleFile, recordFolder } from './places.ts';
import { type Plan, planInstall } from './plan.ts';
import type { Owners } from './record.ts';
import { refusals } from './refusals.ts';
import { openRoot, type Root } from './root.ts';
import { pending, runChanges } from './run-changes.ts';
import { restart, servicesOf, stopHomeroom } from './services.ts';
import { settingsFor, settingsRefusals, type Values } from './settings.ts';
import { type Survey, survey } from './survey.ts';
import type { System } from './system.ts';
import { changesForPeople } from './words.ts';

export const installUsage = `homeroom install [--domain NAME] [--set SETTING=VALUE …] [--yes] [--dry-run] [--root DIR]

Puts Homeroom in front of the Jitsi Meet of this machine: says what changes for people, shows every
file that it would write or change, asks, and does it. A second run changes nothing, or mends what
an upgrade of Jitsi's has undone. \`homeroom uninstall\` takes everything back.

  --domain NAME          which Jitsi, where there are several
  --set SETTING=VALUE    a line for /etc/homeroom/homeroom.env: where accounts are, for example
  --yes                  without the question
  --dry-run              shows, and does nothing
  --root DIR             the host whose files are below DIR, by way of chroot`;

export type InstallDeps = {
  terminal: Terminal;
  /** Who runs this. */
  user: { uid: number; gid: number };
  disk: Disk;
  systemAt: (folder: string) => System;
  template: Template;
  /** Where this program lies, and the Node that runs it. */
  program: string;
  node: string;
  now: () => Date;
  tryAccounts: TryAccounts;
  /** @returns what Homeroom says of itself once it runs: `null` when it is ready */
  untilReady: (port: number) => Promise<string | null>;
};

const options = {
  domain: { type: 'string' },
  set: { type: 'string', multiple: true },
  yes: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  root: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** 0: done, or nothing to do. 1: not done, and why is on stderr. 2: not understood. */
export async function install(args: string[], deps: InstallDeps): Promise<number> {
  const { terminal, user, systemAt } = deps;
  const { values } = parseArgs({ args, options });
  if (values.help) {
    say(terminal, ...linesOf(installUsage));
    return 0;
  }
  const given = readGiven(values.set ?? []);
  if (given === null) {
    complain(terminal, '--set SETTING=VALUE, with a setting of docs/configuration.md');
    return 2;
  }
  const root = openRoot(values.root ?? '/');
  if (root.folder === '/' && user.uid !== 0) {
    complain(terminal, 'This changes files of nginx, Prosody and Jitsi: run it as root.');
    return 1;
  }
  const system = systemAt(root.folder);
  const look = (): Survey => survey(root, { domain: values.domain ?? null, uid: user.uid });
  const first = look();
  const earlier = finishEarlier(root, first, { ...deps, system });
  if (earlier !== null) say(terminal, ...linesOf(earlier));
  const found = earlier === null ? first : look();
  const why = refusals(found);
  if (why.length > 0) return refuse(terminal, why);
  const answers = await settle(found, given, root, deps, values.yes === true);
  if (answers === null) return 1;
  const planDeps = { ...deps, root, installer: user };
  const plan = planInstall(found, answers, planDeps);
  const changes = pending(root, plan.changes);
  if (changes.length === 0) {
    say(terminal, 'Homeroom is in this Jitsi already, and nothing has to be changed.');
    return 0;
  }
  show(terminal, found, root, changes);
  if (values['dry-run']) return 0;
  if (!values.yes) {
    say(terminal, '', 'Do it? Type yes:');
    if (!(await isConfirmed(terminal, 'yes'))) {
      say(terminal, 'Nothing was changed.');
      return 1;
    }
  }
  return carryOut({ plan, changes, found, root, system }, deps);
}

function readGiven(set: readonly string[]): Values | null {
  const pairs = set.map((text) => /^([A-Z][A-Z0-9_]*)=([^\n]*)$/.exec(text));
  if (pairs.some((pair) => pair === null)) return null;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}

function refuse(terminal: Terminal, why: readonly string[]): number {
  complain(terminal, ...why.flatMap((one) => [...linesOf(one), '']), 'Nothing was changed.');
  return 1;
}

/** Settings that are whole, and accounts that can be asked. @returns `null` when it was refused */
async function settle(
  found: Survey,
  given: Values,
  root: Root,
  { terminal, tryAccounts }: InstallDeps,
  isQuiet: boolean,
): Promise<Values | null> {
  let answers = given;
  if (!isAnswered({ ...found.environment, ...given })) {
    const asked = isQuiet ? null : await askForAccounts(terminal);
    if (asked === null) {
      refuse(terminal, [howToAnswer]);
      return null;
    }
    answers = { ...asked, ...given };
  }
  const values = settingsFor(found, answers);
  const why = settingsRefusals(found, values);
  // Keys that are yet to be drawn are as long as they have to be, and differ.
  let drawn = 0;
  const readFile = (path: string): string => {
    const there = root.read(path);
    if (there !== null) return there;
    if (!path.startsWith('/etc/homeroom/')) throw new Error('is not there');
    drawn += 1;
    return String(drawn).padStart(48, '0');
  };
  const isNew = (found.record?.files.length ?? 0) === 0 || Object.keys(answers).length > 0;
  const fault = why.length > 0 || !isNew ? null : await tryAccounts(values, readFile);
  if (fault !== null) why.push(fault);
  if (why.length === 0) return answers;
  refuse(terminal, why);
  return null;
}

function show(terminal: Terminal, found: Survey, root: Root, changes: readonly Change[]): void {
  const isFirst = found.record === null || found.record.files.length === 0;
  const words = isFirst
    ? changesForPeople(found)
    : ['Homeroom is in this Jitsi already; what is not as it should be is mended.'];
  say(terminal, ...words.map((one) => `* ${one}`), '', ...linesOf(diffOf(root, changes).trimEnd()));
}

type Work = { plan: Plan; changes: Change[]; found: Survey; root: Root; system: System };

async function carryOut(work: Work, deps: InstallDeps): Promise<number> {
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

async function close(
  { plan, system }: Work,
  { terminal, untilReady }: InstallDeps,
): Promise<number> {
  say(terminal, '', `Done. Copies of what was there before are in ${recordFolder}/copies.`);
  if (!system.isBooted) {
    say(
      terminal,
      'systemd does not run here, so nothing was restarted: start homeroom, then restart prosody and jicofo, and reload nginx.',
    );
    return 0;
  }
  const lack = await untilReady(Number(plan.values['HOMEROOM_PORT']));
  if (lack === null) {
    say(terminal, `Homeroom is ready at ${plan.values['HOMEROOM_URL'] ?? ''}`);
    sayWhoFirst(terminal, plan.values);
    return 0;
  }
  complain(
    terminal,
    'Homeroom runs, but is not ready, and until it is no lesson can be started:',
    ...linesOf(lack),
    '`homeroom uninstall` brings the old Jitsi back.',
  );
  return 1;
}

function sayWhoFirst(terminal: Terminal, values: Values): void {
  if (values['HOMEROOM_PEOPLE_FILE'] !== peopleFile) return;
  say(terminal, 'Nobody has an account yet: `homeroom people import FILE.csv` takes a list.');
}
