/**
 * What a pass says: the claims of the Jitsi token, exactly as Jitsi's
 * mod_auth_token, mod_token_verification and mod_token_affiliation read them,
 * and the two that mod_homeroom reads beside them (`lesson`, `jti`).
 */
import { z } from 'zod';
import { LessonId, PassId, PersonId, Slug } from '../contract/ids.ts';
import { Affiliation } from '../contract/person.ts';

const flag = z.boolean();

export const PassClaims = z.strictObject({
  /** Jitsi compares `aud` as one string; an array is refused. Both are the app id. */
  iss: z.string(),
  aud: z.string(),
  /** The XMPP domain; read where domain verification is on. */
  sub: z.string(),
  /** One exact room: the slug. Never `*`, never a pattern. */
  room: Slug,
  lesson: LessonId,
  jti: PassId,
  /** Seconds since the epoch. Prosody grants no leeway, so `nbf` lies a minute back. */
  nbf: z.number().int(),
  iat: z.number().int(),
  exp: z.number().int(),
  context: z.strictObject({
    user: z.strictObject({
      /** The Person's random id: all that others in the meeting learn, with the name. */
      id: PersonId,
      name: z.string(),
      affiliation: Affiliation,
      /** Must agree with `affiliation`, since mod_token_affiliation reads either. */
      moderator: z.boolean(),
    }),
    /** util.is_feature_allowed of Jitsi's token library: with a table, only what is true in it. */
    features: z.strictObject({
      /** mod_muc_displayname fixes the name to the token's. */
      'name-readonly': z.literal(true),
      'screen-sharing': flag,
      'send-groupchat': flag,
      'send-private-message': flag,
      'create-polls': flag,
      'file-upload': flag,
      lobby: flag,
      moderation: flag,
      room: flag,
      recording: flag,
      livestreaming: flag,
      transcription: flag,
      'outbound-call': flag,
      'sip-outbound-call': flag,
      'inbound-call': flag,
      'sip-inbound-call': flag,
    }),
  }),
});
export type PassClaims = z.infer<typeof PassClaims>;

export type PassFor = {
  person: { id: PersonId; name: string };
  affiliation: Affiliation;
  slug: Slug;
  lessonId: LessonId;
  passId: PassId;
  /** What members may do in this room; organizers may do all of it. */
  members: { chat: boolean; screenSharing: boolean };
  /** Milliseconds since the epoch. */
  now: number;
  expiresAt: number;
};

export type PassIssuer = {
  /** Jitsi's app_id: `iss` and `aud`. */
  appId: string;
  /** `sub`. */
  xmppDomain: string;
};

/** Seconds that Prosody's clock may be behind. */
const notBefore = 60;

/** The claims of one Person's pass into one Lesson. Pure. */
export function claimsOf(pass: PassFor, { appId, xmppDomain }: PassIssuer): PassClaims {
  const isOwner = pass.affiliation === 'owner';
  const issuedAt = Math.floor(pass.now / 1000);
  return {
    iss: appId,
    aud: appId,
    sub: xmppDomain,
    room: pass.slug,
    lesson: pass.lessonId,
    jti: pass.passId,
    iat: issuedAt,
    nbf: issuedAt - notBefore,
    exp: Math.ceil(pass.expiresAt / 1000),
    context: {
      user: {
        id: pass.person.id,
        name: pass.person.name,
        affiliation: pass.affiliation,
        moderator: isOwner,
      },
      features: featuresOf(isOwner, pass.members),
    },
  };
}

export function featuresOf(
  isOwner: boolean,
  members: PassFor['members'],
): PassClaims['context']['features'] {
  return {
    'name-readonly': true,
    'screen-sharing': isOwner || members.screenSharing,
    'send-groupchat': isOwner || members.chat,
    'send-private-message': isOwner || members.chat,
    'create-polls': isOwner,
    'file-upload': isOwner,
    lobby: isOwner,
    moderation: isOwner,
    room: isOwner,
    // Recording and telephony send data out of the school's own servers: only an administrator
    // may allow them, in Jitsi, and a pass never does.
    recording: false,
    livestreaming: false,
    transcription: false,
    'outbound-call': false,
    'sip-outbound-call': false,
    'inbound-call': false,
    'sip-inbound-call': false,
  };
}
