import { jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { ids } from '../contract/testing/ids.ts';
import { claimsOf, featuresOf, PassClaims, type PassFor } from './claims.ts';
import { signWithSecret } from './sign.ts';
import { verifyWithSecret } from './verify.ts';

const issuer = { appId: 'homeroom', xmppDomain: 'meet.school.example' };
const secret = 'a secret of more than thirty-two bytes';
const now = Date.UTC(2026, 10, 25, 8);
const passFor = (affiliation: PassFor['affiliation']): PassFor => ({
  person: { id: ids.person('random'), name: 'Finn 🚀 Fischer' },
  affiliation,
  slug: ids.slug('maths-7a'),
  lessonId: ids.lesson('lesson'),
  passId: ids.pass('pass'),
  members: { chat: true, screenSharing: false },
  now,
  expiresAt: now + 3_600_000,
});
/** What would carry a meeting out of the school's own servers. */
const outwards = {
  recording: false,
  livestreaming: false,
  transcription: false,
  'outbound-call': false,
  'sip-outbound-call': false,
  'inbound-call': false,
  'sip-inbound-call': false,
};
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a pass', () => {
  it('says exactly this', () => {
    expect(claimsOf(passFor('member'), issuer)).toEqual({
      iss: 'homeroom',
      aud: 'homeroom',
      sub: 'meet.school.example',
      room: 'maths-7a',
      lesson: 'lesson',
      jti: 'pass',
      iat: now / 1000,
      nbf: now / 1000 - 60,
      exp: now / 1000 + 3600,
      context: {
        user: { id: 'random', name: 'Finn 🚀 Fischer', affiliation: 'member', moderator: false },
        features: expect.objectContaining({
          'name-readonly': true,
          'send-groupchat': true,
          'screen-sharing': false,
        }),
      },
    });
  });

  it('gives an organizer every right in the meeting, and nobody what leaves the school', () => {
    expect(claimsOf(passFor('owner'), issuer).context).toEqual({
      user: { id: 'random', name: 'Finn 🚀 Fischer', affiliation: 'owner', moderator: true },
      features: {
        'name-readonly': true,
        'screen-sharing': true,
        'send-groupchat': true,
        'send-private-message': true,
        'create-polls': true,
        'file-upload': true,
        lobby: true,
        moderation: true,
        room: true,
        ...outwards,
      },
    });
  });

  it.each([
    [true, false],
    [false, true],
    [false, false],
  ])(
    'gives a member what the room lets members do: chat %s, screen sharing %s',
    (chat, screenSharing) => {
      expect(featuresOf(false, { chat, screenSharing })).toEqual({
        'name-readonly': true,
        'screen-sharing': screenSharing,
        'send-groupchat': chat,
        'send-private-message': chat,
        'create-polls': false,
        'file-upload': false,
        lobby: false,
        moderation: false,
        room: false,
        ...outwards,
      });
      // An organizer is held to none of it.
      expect(featuresOf(true, { chat, screenSharing })).toEqual(
        featuresOf(true, { chat: true, screenSharing: true }),
      );
    },
  );

  it('counts in whole seconds: not valid late, and not ended early', () => {
    const at = { ...passFor('member'), now: 90_999, expiresAt: 100_001 };
    expect(claimsOf(at, issuer)).toMatchObject({ iat: 90, nbf: 30, exp: 101 });
  });

  it.each(['teacher', 'moderator', 'admin', ''])('never says affiliation %j', (affiliation) => {
    const claims = claimsOf(passFor('owner'), issuer);
    const user = { ...claims.context.user, affiliation };
    expect(PassClaims.safeParse({ ...claims, context: { ...claims.context, user } }).success).toBe(
      false,
    );
  });

  it('is a JWT that a library of its own verifies', async () => {
    const signed = signWithSecret(secret)(claimsOf(passFor('member'), issuer));
    const { payload, protectedHeader } = await jwtVerify(signed, Buffer.from(secret), {
      algorithms: ['HS256'],
      currentDate: new Date(now),
    });
    expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(payload['aud']).toBe('homeroom');
  });

  it('is signed with no secret below 32 bytes', () => {
    expect(() => signWithSecret('x'.repeat(31))).toThrow('a secret of at least 32 bytes');
    expect(() => signWithSecret('x'.repeat(32))).not.toThrow();
  });
});

describe('reading a pass back', () => {
  const sign = signWithSecret(secret);
  const verify = (pass: string, at = now) => verifyWithSecret(secret, issuer, () => at)(pass);
  const good = claimsOf(passFor('member'), issuer);
  const signed = sign(good);
  const [, body = '', signature = ''] = signed.split('.');

  it('says of one with other claims than a pass has that this is the matter', async () => {
    const more = { ...good, admin: true };
    expect(await verify(sign(more))).toEqual({ ok: false, reason: 'Invalid claims' });
  });

  it('takes no fault of its own for one of the pass', async () => {
    const broken = verifyWithSecret(secret, issuer, () => {
      throw new Error('no clock');
    });
    await expect(broken(signed)).rejects.toThrow('no clock');
    expect(await verify('pass')).toMatchObject({ reason: 'Invalid Compact JWS' });
  });

  it('takes a good one', async () => {
    expect(await verify(signed)).toEqual({ ok: true, claims: good });
  });

  it.each([
    ['after its end', () => verify(signed, now + 3_600_001)],
    ['before its time', () => verify(signed, now - 61_000)],
    ['signed with another secret', () => verify(signWithSecret('y'.repeat(40))(good))],
    ['of another app', () => verify(sign({ ...good, iss: 'other', aud: 'other' }))],
    ['unsigned', () => verify(`${encode({ alg: 'none', typ: 'JWT' })}.${body}.`)],
    [
      'altered',
      () =>
        verify(
          `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ ...good, room: 'art' })}.${signature}`,
        ),
    ],
    ['that is none', () => verify('pass')],
  ])('refuses one %s', async (_, outcome) => {
    expect(await outcome()).toMatchObject({ ok: false });
  });
});
