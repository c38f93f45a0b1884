/**
 * `homeroom install`: puts Homeroom in front of the Jitsi of this machine. What is there is looked
 * at, what changes is said and shown, and only then done: whole, or not at all.
 */
import { parseArgs } from 'node:util';
import { complain, linesOf, say, type Terminal } from '../cli/terminal.ts';
import { carryOut, freshen } from './carry-out.ts';
import type { Change } from './change.ts';
import { diffOf } from './diff.ts';
import { finishEarlier } from './finish-earlier.ts';
import { type InstallDeps, isWanted, refuse } from './install-deps.ts';
import { planInstall } from './plan.ts';
import { refusals } from './refusals.ts';
import { openRoot, type Root } from './root.ts';
import { pending } from './run-changes.ts';
import { settle } from './settle.ts';
import type { Values } from './settings.ts';
import { type Survey, survey } from './survey.ts';
import { advice, changesForPeople } from './words.ts';

export const installUsage = `homeroom install [--domain NAME] [--set SETTING=VALUE …] [--yes] [--dry-run] [--root DIR]

Puts Homeroom in front of the Jitsi Meet of this machine: says what changes for people, shows every
file that it would write or change, asks, and does it. A second run changes nothing, or mends what
an upgrade of Jitsi's has undone. \`homeroom uninstall\` takes everything back.

  --domain NAME          which Jitsi, where there are several
  --set SETTING=VALUE    a line for /etc/homeroom/homeroom.env: where accounts are, for example
  --yes                  without the question
  --dry-run              shows, and does nothing
  --root DIR             the host whose files are below DIR, by way of chroot`;

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
  if (changes.length === 0) return freshen({ plan, changes, found, root, system }, deps, values);
  show(terminal, found, root, changes);
  if (values['dry-run']) return 0;
  if (!(await isWanted(terminal, values.yes))) return 1;
  return carryOut({ plan, changes, found, root, system }, deps);
}

function readGiven(set: readonly string[]): Values | null {
  const pairs = set.map((text) => /^([A-Z][A-Z0-9_]*)=([^\n]*)$/.exec(text));
  if (pairs.some((pair) => pair === null)) return null;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}

function show(terminal: Terminal, found: Survey, root: Root, changes: readonly Change[]): void {
  const isFirst = found.record === null || found.record.files.length === 0;
  const words = isFirst
    ? changesForPeople(found)
    : ['Homeroom is in this Jitsi already; what is not as it should be is mended.'];
  words.push(...advice(found));
  say(terminal, ...words.map((one) => `* ${one}`), '', ...linesOf(diffOf(root, changes).trimEnd()));
}
