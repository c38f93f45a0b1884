/** The pass that Prosody tries is like every other, but that it opens nothing. */
import { expect, it } from 'vitest';
import { ids } from '../contract/testing/ids.ts';
import { PassClaims } from './claims.ts';
import { signWithSecret } from './sign.ts';
import { createThrowawayPass, createTrialPass } from './trial-pass.ts';
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

it('of a lesson that is thrown away says what was asked for, and lets its holder do no more', async () => {
  const signed = createThrowawayPass(
    signWithSecret(secret),
    issuer,
    () => now,
  )({
    slug: ids.slug('homeroom-doctor-x'),
    lessonId: ids.lesson('trial'),
    personId: ids.person('doctor'),
    affiliation: 'member',
    expiresAt: now + 60_000,
  });
  const verify = verifyWithSecret(secret, issuer, () => now);
  const read = await verify(signed);
  expect(read).toMatchObject({
    ok: true,
    claims: {
      room: 'homeroom-doctor-x',
      lesson: 'trial',
      jti: expect.stringMatching(/./),
      iat: now / 1_000,
      exp: now / 1_000 + 60,
      context: {
        user: { id: 'doctor', name: 'Homeroom doctor', affiliation: 'member', moderator: false },
        features: { 'screen-sharing': false, 'send-groupchat': false },
      },
    },
  });
});

it('of one that is over was over before it was made', async () => {
  const wanted = {
    slug: ids.slug('homeroom-doctor-x'),
    lessonId: ids.lesson('trial'),
    personId: ids.person('doctor'),
    affiliation: 'owner',
    expiresAt: now - 60_000,
  } as const;
  const signed = createThrowawayPass(signWithSecret(secret), issuer, () => now)(wanted);
  const verifyAt = (time: number) => verifyWithSecret(secret, issuer, () => time)(signed);
  expect(await verifyAt(now)).toMatchObject({ ok: false });
  // Its other times lie before its end, so that this alone is the matter with it.
  expect(await verifyAt(now - 61_000)).toMatchObject({
    ok: true,
    claims: { iat: now / 1_000 - 60, context: { user: { moderator: true } } },
  });
});
