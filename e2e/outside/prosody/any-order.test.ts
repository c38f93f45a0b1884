/**
 * Lessons on real Prosody in which things happen in random orders, some of them at the same
 * time: people come and go, promote, remove and press; Homeroom and Prosody are started anew.
 * What must hold in each stands in sequences/rules.ts.
 *
 * HOMEROOM_TEST_SEED tries others than the usual ones, HOMEROOM_TEST_RUNS so many of them.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../server/store/database.ts';
import { openSchool, type School } from './school.ts';
import { rulesOf } from './sequences/rules.ts';
import { beginRun } from './sequences/run.ts';
import { lastSteps, type Plan, plans } from './sequences/steps.ts';

const seed = Number(process.env['HOMEROOM_TEST_SEED'] ?? 20_261_126);
const wantedRuns = process.env['HOMEROOM_TEST_RUNS'];
const numRuns = Number(wantedRuns ?? 8);
const isShort = wantedRuns === undefined;
/** No lesson is begun after this, where nobody asked for more. */
const shortMs = 40_000;

let school: School;
let db: Database;
beforeAll(async () => {
  school = await openSchool();
  db = await openDatabase(':memory:');
}, 60_000);
afterAll(async () => {
  await school.stop();
  await db.destroy();
});

async function lessonBy(plan: Plan): Promise<void> {
  const run = await beginRun(school, db, plan.isGraceShort);
  const rules = rulesOf(run);
  try {
    for (const [index, burst] of plan.bursts.entries()) {
      if (index === plan.prosodyRestartsBefore) await run.restartProsody();
      const isLast = index === plan.bursts.length - 1;
      await run.takeAll(isLast ? [...burst, ...lastSteps[plan.finale]] : burst);
      if (index % 3 === 2) await rules.afterBurst();
    }
    await rules.atTheEnd(plan.finale === 'leave-alone');
  } finally {
    await run.close();
  }
}

it(`holds its rules in any order (seed ${seed})`, { timeout: 600_000 }, async () => {
  const startedAt = Date.now();
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      // On a machine that is busy with other things there are fewer.
      if (isShort && Date.now() - startedAt > shortMs) return;
      await lessonBy(plan);
      runs += 1;
    }),
    // One that fails is shown as it was: a smaller one may not fail again.
    { seed, numRuns, endOnFailure: true },
  );
  expect(runs).toBeGreaterThan(0);
});
