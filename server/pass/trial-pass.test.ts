/** The pass that Prosody tries is like every other, but that it opens nothing. */
import { expect, it } from 'vitest';
import { PassClaims } from './claims.ts';
import { signWithSecret } from './sign.ts';
import { createTrialPass } from './trial-pass.ts';
import { verifyWithSecret } from './verify.ts';

const issuer = { appId: 'homeroom', xmppDomain: 'meet.school.example' };
const secret = 'a secret that is long enough for HS256, and known to tests only';
const now = 1_800_000_000_000;

const trial = createTrialPass(signWithSecret(secret), issuer, () => now);
const readAt = (time: number) => verifyWithSecret(secret, issuer, () => time)(trial());

it('is signed as every pass is, for a room and a lesson that nobody can have', async () => {
  const read = await readAt(now);
  expect(read).toMatchObject({
    ok: true,
    claims: {
      iss: 'homeroom',
      aud: 'homeroom',
      room: 'homeroom-trial',
      lesson: 'homeroom-trial',
      context: { user: { id: 'homeroom-trial', name: 'Homeroom', affiliation: 'member' } },
    },
  });
});

it('gives no right at all, should anybody get hold of it', async () => {
  const read = await readAt(now);
  const { user, features } = PassClaims.parse(read.ok ? read.claims : {}).context;
  expect(user.moderator).toBe(false);
  const given = Object.entries(features).filter(([, isGiven]) => isGiven);
  expect(given).toEqual([['name-readonly', true]]);
});

it('is a new one each time, and old after five minutes', async () => {
  const idOf = async () => {
    const read = await readAt(now);
    return read.ok && read.claims.jti;
  };
  expect(await idOf()).not.toBe(await idOf());
  expect(await readAt(now + 5 * 60_000 - 1_000)).toMatchObject({ ok: true });
  expect(await readAt(now + 5 * 60_000)).toMatchObject({ ok: false });
});
