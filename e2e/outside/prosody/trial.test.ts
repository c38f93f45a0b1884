/** Health is bad where every pass would be useless, though all modules are in force. */
import { afterEach, describe, it } from 'vitest';
import { type Changes, focusAccount } from './config.ts';
import { openSchool, type School, startSchool, until } from './school.ts';

let school: School | undefined;
afterEach(async () => {
  await school?.stop();
  school = undefined;
});

async function untilCause(at: School, why: RegExp): Promise<void> {
  await until(`a report that says ${why}`, () => {
    const health = at.homeroom().health();
    return !health.isHealthy && why.test(health.cause);
  });
}

describe('a pass that would be refused is found', () => {
  const wrong: [string, Changes, RegExp][] = [
    [
      'by another app_secret',
      { virtualHost: `app_secret = "${'x'.repeat(48)}"` },
      /refused \(Invalid signature\)/,
    ],
    ['by another app_id', { virtualHost: 'app_id = "other"' }, /refused \(invalid 'iss'/],
    [
      'by another audience',
      { virtualHost: 'asap_accepted_audiences = { "other" }' },
      /refused \(invalid 'aud'/,
    ],
    [
      'by another algorithm',
      { virtualHost: 'signature_algorithm = "HS512"' },
      /refused \(Invalid or incorrect alg/,
    ],
    [
      'where jicofo has another account',
      { global: 'homeroom_focus_jid = "jicofo@auth.meet.school.test"' },
      /homeroom_focus_jid is jicofo@auth/,
    ],
  ];
  it.each(wrong)(
    '%s',
    async (_, changes, why) => {
      school = await startSchool(changes);
      await school.startFocus();
      await untilCause(school, why);
      const { prosody } = school;
      if (!why.source.includes('focus_jid')) {
        await until('the cause in the log', () => why.test(prosody.log()));
      }
    },
    20_000,
  );
});

it('health is bad while jicofo is away, and good soon after it is back', async () => {
  school = await openSchool();
  school.focus().close();
  await untilCause(school, new RegExp(`not connected as ${focusAccount.jid}`));
  await school.startFocus();
  await school.untilHealthy();
}, 20_000);

it('a secret that is changed on one side only is found with the next report', async () => {
  school = await openSchool();
  school.signTrialsWith(() => 'not.a.pass');
  await untilCause(school, /refused/);
}, 20_000);

describe('clocks that are apart', () => {
  it('by more than a report may be are said by both sides, with the number', async () => {
    school = await openSchool();
    school.setClockAhead(7 * 60_000);
    school.startHomeroom();
    await untilCause(school, /clock is 7 min \d+ s behind/);
    const { prosody } = school;
    await until('the line in the log', () =>
      prosody.log().includes('This clock is 7 minutes behind'),
    );
  });

  it('by two minutes are said too, since passes begin a minute back', async () => {
    school = await openSchool();
    school.setClockAhead(2 * 60_000);
    await untilCause(school, /clock is 2 min \d+ s behind/);
  }, 20_000);
});
