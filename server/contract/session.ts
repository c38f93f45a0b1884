/** Signing in, staying, signing out. */
import { z } from 'zod';
import { PersonId, Slug } from './ids.ts';
import { Me } from './person.ts';

/** An action that needs a recent sign-in, and what it is about. */
export const StepUpAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start-lesson'), slug: Slug }),
  z.object({ kind: z.literal('remove-organizer'), slug: Slug, personId: PersonId }),
  z.object({ kind: z.literal('delete-room'), slug: Slug }),
  /** Changing a room that is somebody else's. */
  z.object({ kind: z.literal('administer') }),
]);
export type StepUpAction = z.infer<typeof StepUpAction>;

export const StepUpRequest = z.strictObject({ action: StepUpAction });
export type StepUpRequest = z.infer<typeof StepUpRequest>;
export const StepUp = z.object({ id: z.string() });
export type StepUp = z.infer<typeof StepUp>;

/** Begin to sign in; with `stepUp`, to sign in once more for one action. */
export const SignInRequest = z.strictObject({
  stepUp: z.string().max(64).optional(),
  /** "This is a shared computer": a short session. */
  shared: z.boolean().optional(),
});
export type SignInRequest = z.infer<typeof SignInRequest>;

/** What the browser needs for its authorization request (OpenID Connect Core 3.1.2.1). */
export const SignInStart = z.object({
  issuer: z.string(),
  clientId: z.string(),
  scope: z.string(),
  redirectUri: z.string(),
  /** Issued here and bound to an HttpOnly cookie; used up by the exchange. */
  nonce: z.string(),
  prompt: z.literal('login').optional(),
  maxAge: z.number().int().optional(),
});
export type SignInStart = z.infer<typeof SignInStart>;

/** What came back from the provider, handed to the server, which verifies all of it. */
export const Exchange = z.strictObject({
  idToken: z.string().max(16_384),
  accessToken: z.string().max(16_384).optional(),
  refreshToken: z.string().max(16_384).optional(),
  /** The callback's `iss` (RFC 9207). */
  iss: z.string().max(2_048).optional(),
});
export type Exchange = z.infer<typeof Exchange>;

export const Session = z.object({
  person: Me,
  /** Milliseconds since the epoch: when it ends if nobody does anything, and when in any case. */
  idleEndsAt: z.number(),
  endsAt: z.number(),
  shared: z.boolean(),
});
export type Session = z.infer<typeof Session>;

export const SignedIn = z.object({
  session: Session,
  /** The action that this sign-in was made for; the page does it now. */
  action: StepUpAction.optional(),
});
export type SignedIn = z.infer<typeof SignedIn>;

export const SignedOut = z.object({
  /** The provider's own sign-out page (RP-initiated logout), where there is one. */
  providerUrl: z.string().optional(),
});
export type SignedOut = z.infer<typeof SignedOut>;
