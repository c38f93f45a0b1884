/**
 * What a pass says: the claims of the Jitsi token, exactly as Jitsi's
 * mod_auth_token, mod_token_verification and mod_token_affiliation read them,
 * and the two that mod_homeroom reads beside them (`lesson`, `jti`).
 */
import { z } from 'zod';
import { Affiliation } from '../contract/person.ts';

const flag = z.boolean();

export const PassClaims = z.strictObject({
  /** Jitsi compares `aud` as one string; an array is refused. Both are the app id. */
  iss: z.string(),
  aud: z.string(),
  /** The XMPP domain; read where domain verification is on. */
  sub: z.string(),
  /** One exact room: the slug. Never `*`, never a pattern. */
  room: z.string(),
  lesson: z.string(),
  jti: z.string(),
  /** Seconds since the epoch. Prosody grants no leeway, so `nbf` lies a minute back. */
  nbf: z.number().int(),
  iat: z.number().int(),
  exp: z.number().int(),
  context: z.strictObject({
    user: z.strictObject({
      /** The Person's random id: all that others in the meeting learn, with the name. */
      id: z.string(),
      name: z.string(),
      affiliation: Affiliation,
      /** Always says the same as `affiliation`; token_affiliation reads either. */
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
