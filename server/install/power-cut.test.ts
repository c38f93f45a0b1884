/** The power goes, or the disk is full, between any two things that are written. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createDisk, type Disk } from './disk.ts';
import { merged } from './merged.ts';
import { planUninstall } from './plan-uninstall.ts';
import { planInstall } from './plan.ts';
import { type Owners, readRecord } from './record.ts';
import { openRoot } from './root.ts';
import { pending, type Run, runChanges, type RunDeps } from './run-changes.ts';
import { survey } from './survey.ts';
import { takeBack, tidy } from './take-back.ts';
import { bringPrograms, domain, domainFile, makeHost, type TestHost } from './testing/host.ts';

const user = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const owners: Owners = { installer: user, homeroom: user };
const deploy = join(import.meta.dirname, '../../deploy');

/** Without waiting for the disk: hundreds of runs follow each other here. */
const fast = createDisk(() => {});

class PowerCut extends Error {}

/** Nothing is done any more from the step on. */
function cutAt(step: number): { disk: Disk; steps: () => number } {
  let count = 0;
  const act = (work: () => void): void => {
    count += 1;
    if (count >= step) throw new PowerCut();
    work();
  };
  const disk: Disk = {
    write: (...args) => act(() => fast.write(...args)),
    makeFolder: (...args) => act(() => fast.makeFolder(...args)),
    makeLink: (...args) => act(() => fast.makeLink(...args)),
    link: (...args) => act(() => fast.link(...args)),
    rename: (...args) => act(() => fast.rename(...args)),
    remove: (...args) => act(() => fast.remove(...args)),
    removeFolder: (...args) => act(() => fast.removeFolder(...args)),
  };
  return { disk, steps: () => count };
}

/** From the step on nothing new finds room; half of a file may have been written. */
function fullFrom(step: number): { disk: Disk; steps: () => number } {
  let count = 0;
  const full = (): Error => Object.assign(new Error('no space'), { code: 'ENOSPC' });
  const needRoom = (work: () => void): void => {
    count += 1;
    if (count >= step) throw full();
    work();
  };
  const disk: Disk = {
    ...fast,
    write(path, content, owned) {
      count += 1;
      if (count < step) return fast.write(path, content, owned);
      if (count === step) writeFileSync(path, content.subarray(0, content.length / 2));
      throw full();
    },
    makeFolder: (...args) => needRoom(() => fast.makeFolder(...args)),
    makeLink: (...args) => needRoom(() => fast.makeLink(...args)),
    link: (...args) => needRoom(() => fast.link(...args)),
  };
  return { disk, steps: () => count };
}

let host: TestHost;
afterEach(() => host.remove());

const jitsis = ['/etc/prosody', '/etc/nginx', '/etc/jitsi', '/usr', '/etc/systemd'];
const now = (): Date => new Date('2026-11-26T10:00:00Z');
const rootOf = () => openRoot(host.folder);
const depsWith = (disk: Disk): RunDeps => ({ root: rootOf(), disk, owners, now });

/** In memory, where there is such a place: hundreds of hosts are made and thrown away. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

function fresh(): Record<string, string> {
  host = makeHost('july-2026', { folder: mkdtempSync(join(place, 'homeroom-power-cut-')) });
  bringPrograms(host);
  return host.everything(...jitsis);
}

type Texts = (name: string) => string;
const shipped: Texts = (name) => readFileSync(join(deploy, name), 'utf8');
/** Of a later Homeroom, in which nginx and Prosody shall read something else. */
const later: Texts = (name) => shipped(name).replace('Homeroom', 'Homeroom, newer:');

function installation(template: Texts = shipped): Run {
  const root = rootOf();
  const found = survey(root, { domain: null, uid: user.uid });
  const plan = planInstall(
    found,
    {},
    {
      root,
      template,
      program: '/usr/lib/homeroom',
      node: '/node',
      installer: user,
    },
  );
  return {
    domain,
    changes: pending(root, plan.changes),
    next: (steps) => merged(found.record?.files ?? [], steps),
    check: () => null,
    bringIn: () => null,
  };
}

function removal(): Run {
  const root = rootOf();
  const files = readRecord(root, user.uid)?.files ?? [];
  const { changes } = planUninstall(root, files, user.uid);
  return {
    domain,
    changes: pending(root, changes),
    next: () => [],
    check: () => null,
    bringIn: () => null,
  };
}

/** Jitsi's file of Prosody's, before Homeroom came. */
let original = '';

/** What nginx and Prosody would read if they started now: `old` or `new`, and never half of it. */
function inForce(): string {
  const text = host.read(domainFile);
  const site = host.everything('/etc/jitsi/meet/jaas/homeroom.conf');
  const live = host.everything('/etc/jitsi/homeroom/live')['/etc/jitsi/homeroom/live'];
  const jicofo = host.read('/etc/jitsi/jicofo/jicofo.conf').includes('Homeroom begins');
  const isIncluded = text !== original;
  if (isIncluded && text !== `${original}${text.slice(original.length)}`) return 'another file';
  if (!isIncluded && Object.keys(site).length === 0) return jicofo ? 'jicofo alone' : 'old';
  if (live === undefined) return 'a file that is not there is included';
  if (live === '-> off') return jicofo ? 'jicofo alone' : 'old';
  const state = live.replace('-> ', '/etc/jitsi/homeroom/');
  const lua = host.everything(`${state}/prosody.cfg.lua`, `${state}/nginx.conf`);
  return Object.keys(lua).length === 2 && isIncluded ? 'new' : 'half';
}

/** Stops a run at every step in turn. @returns how often it was stopped */
function atEveryStep(
  run: () => Run,
  prepare: () => void,
  then: (step: number) => void,
  stop: typeof cutAt = cutAt,
): number {
  for (let step = 1; ; step += 1) {
    prepare();
    const { disk, steps } = stop(step);
    let isDone = false;
    try {
      isDone = runChanges(run(), depsWith(disk)).kind === 'done';
    } catch (error) {
      if (!(error instanceof PowerCut) && !String(error).includes('no space')) throw error;
    }
    if (isDone && steps() < step) return step - 1;
    then(step);
    host.remove();
  }
}

describe('the power goes in the middle of the installation', () => {
  it('and either the old or the new is in force; the next run takes it back, byte for byte', () => {
    let before = {};
    const seen = new Set<string>();
    const count = atEveryStep(
      installation,
      () => {
        before = fresh();
        original = host.read(domainFile);
      },
      () => {
        const state = inForce();
        expect(['old', 'new']).toContain(state);
        seen.add(state);
        const wasUnderWay = takeBack(rootOf(), fast, owners);
        tidy(rootOf(), fast, owners);
        if (wasUnderWay || state === 'old') expect(host.everything(...jitsis)).toEqual(before);
        expect(runChanges(installation(), depsWith(fast))).toEqual({ kind: 'done' });
        expect(inForce()).toBe('new');
        expect(runChanges(removal(), depsWith(fast))).toEqual({ kind: 'done' });
        expect(host.everything(...jitsis)).toEqual(before);
      },
    );
    expect(count).toBeGreaterThan(80);
    expect(seen).toEqual(new Set(['old', 'new']));
  }, 300_000);

  it('and once more while it is taken back', () => {
    for (const first of [30, 60, 90]) {
      for (let second = 1; ; second += 1) {
        const before = fresh();
        expect(() => runChanges(installation(), depsWith(cutAt(first).disk))).toThrow(PowerCut);
        const { disk, steps } = cutAt(second);
        let isBack = true;
        try {
          takeBack(rootOf(), disk, owners);
        } catch {
          isBack = false;
          takeBack(rootOf(), fast, owners);
        }
        expect(host.everything(...jitsis)).toEqual(before);
        host.remove();
        if (isBack && steps() < second) break;
      }
    }
    fresh();
  }, 300_000);
});

describe('the power goes while Homeroom is taken out', () => {
  it('and either it is in force as before, or the old Jitsi is', () => {
    let before = {};
    let installed = {};
    atEveryStep(
      removal,
      () => {
        before = fresh();
        original = host.read(domainFile);
        runChanges(installation(), depsWith(fast));
        installed = host.everything(...jitsis);
      },
      () => {
        expect(['old', 'new']).toContain(inForce());
        if (takeBack(rootOf(), fast, owners)) expect(host.everything(...jitsis)).toEqual(installed);
        tidy(rootOf(), fast, owners);
        runChanges(removal(), depsWith(fast));
        expect(host.everything(...jitsis)).toEqual(before);
      },
    );
  }, 300_000);
});

describe('the power goes while a newer Homeroom is brought in', () => {
  it('and the older is in force, or the newer, whole', () => {
    let before = {};
    let installed = {};
    atEveryStep(
      () => installation(later),
      () => {
        before = fresh();
        original = host.read(domainFile);
        runChanges(installation(), depsWith(fast));
        installed = host.everything(...jitsis);
      },
      () => {
        expect(inForce()).toBe('new');
        const state = '/etc/jitsi/homeroom/live';
        const isNewer = ['prosody.cfg.lua', 'nginx.conf'].map((name) =>
          host.read(`${state}/${name}`).includes('newer:'),
        );
        expect(isNewer[0]).toBe(isNewer[1]);
        if (takeBack(rootOf(), fast, owners)) expect(host.everything(...jitsis)).toEqual(installed);
        tidy(rootOf(), fast, owners);
        runChanges(installation(later), depsWith(fast));
        expect(host.read(`${state}/nginx.conf`)).toContain('newer:');
        runChanges(removal(), depsWith(fast));
        expect(host.everything(...jitsis)).toEqual(before);
      },
    );
  }, 300_000);
});

describe('the disk is full', () => {
  it('and the run itself leaves every byte as it was, without room to do so', () => {
    let before = {};
    const count = atEveryStep(
      installation,
      () => {
        before = fresh();
      },
      () => {
        expect(host.everything(...jitsis)).toEqual(before);
        expect(readRecord(rootOf(), user.uid)).toBeNull();
      },
      fullFrom,
    );
    expect(count).toBeGreaterThan(30);
  }, 300_000);
});
