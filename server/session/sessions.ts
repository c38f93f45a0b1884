/**
 * Sign-ins, sessions and step-ups: what they mean. Routes and the stream ask
 * here; the SQL is in sessions-store.ts, the limits in expiry.ts.
 */
import type { SessionRef, Slug } from '../contract/ids.ts';
import type { Me } from '../contract/person.ts';
import type { Session, SignInStart, StepUpAction } from '../contract/session.ts';
import type { Auth, Actor } from '../http/auth.ts';
import { hashOf, randomId, randomSecret } from '../crypto.ts';
import { createAskingOf, createAuthenticateCookie } from './asking-of.ts';
import { signInSeconds } from './cookies.ts';
import type { EndSessions } from './end-session.ts';
import { type ExpirySettings, idleEnd, lingering, sessionState } from './expiry.ts';
import { freshnessLeeway } from './freshness.ts';
import type { Provider } from './provider.ts';
import type { Person } from './people-store.ts';
import type { SessionStore, StoredSession } from './sessions-store.ts';

export type SessionSettings = ExpirySettings & { maxDuration: number };

export type SessionsDeps = {
  store: SessionStore;
  provider: Provider;
  settings: SessionSettings;
  clock: () => number;
  redirectUri: string;
  endSessions: EndSessions;
};

/** How often a session's activity is written down, ms. */
const touchEvery = 60_000;

export type SignInBegun = { ok: true; start: SignInStart } | { ok: false };

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions({
  store,
  provider,
  settings,
  clock,
  redirectUri,
  endSessions,
}: SessionsDeps) {
  const find = async (cookie: string | undefined) =>
    cookie ? store.findSession(hashOf(cookie)) : null;

  const sessionOf = (session: StoredSession, person: Person): Session => ({
    person: meOf(person),
    idleEndsAt: idleEnd(session, settings),
    endsAt: session.endsAt,
    shared: session.isShared,
  });

  const authOf = createAskingOf(settings, clock);
  const authenticateCookie = createAuthenticateCookie(settings, clock);

  return {
    /** What a request's session cookie comes to. */
    authenticate: async (cookie: string | undefined): Promise<Auth> =>
      (await authenticateCookie(store, cookie)).auth,

    /** The same, and in which room the session is. */
    presented: (cookie: string | undefined) => authenticateCookie(store, cookie),

    /** Who this is now, of a stream that is open; `null` when the session is over. */
    async viewerNow(ref: SessionRef): Promise<Actor | null> {
      const found = await store.findByRef(ref);
      const auth = found && authOf(found);
      return auth?.kind === 'person' ? auth.actor : null;
    },

    async sessionNow(ref: SessionRef): Promise<Session | null> {
      const found = await store.findByRef(ref);
      return found && authOf(found).kind === 'person'
        ? sessionOf(found.session, found.person)
        : null;
    },

    /** The session as its own person sees it; `null` once it ended. */
    async current(cookie: string | undefined): Promise<Session | null> {
      const found = await find(cookie);
      if (!found || sessionState(found.session, clock(), settings).kind !== 'active') return null;
      return sessionOf(found.session, found.person);
    },

    /** Somebody did something: the idle limit counts from now. */
    async stay(cookie: string | undefined): Promise<Session | null> {
      const found = await find(cookie);
      const now = clock();
      if (!found || sessionState(found.session, now, settings).kind !== 'active') return null;
      const { session } = found;
      // A short idle limit is written down more often than the usual one.
      const pace = Math.min(touchEvery, (idleEnd(session, settings) - session.activeAt) / 4);
      if (now - session.activeAt < pace) return sessionOf(session, found.person);
      await store.touch(session.ref, now);
      return sessionOf({ ...session, activeAt: now }, found.person);
    },

    /**
     * Begins a sign-in: a nonce that only this browser can have exchanged, once.
     * @param browser the value of the cookie that binds the nonce
     */
    async begin(
      browser: string,
      asked: { isShared: boolean; stepUp: string | undefined },
      cookie: string | undefined,
    ): Promise<SignInBegun> {
      const stepUp = asked.stepUp === undefined ? null : await store.findStepUp(asked.stepUp);
      const found = stepUp && (await find(cookie));
      const isOfHere = stepUp !== null && stepUp.sessionRef === found?.session.ref;
      if (asked.stepUp !== undefined && !isOfHere) return { ok: false };
      const nonce = randomSecret();
      await store.addSignIn({
        nonceHash: hashOf(nonce),
        browserHash: hashOf(browser),
        askedAt: clock(),
        expiresAt: clock() + signInSeconds * 1000,
        isShared: found?.session.isShared ?? asked.isShared,
        stepUpId: stepUp?.id ?? null,
      });
      const { issuer, clientId, scope } = provider;
      // A provider that keeps people signed in must ask again, each time. With max_age it
      // has to say when it did (`auth_time`, Core 3.1.2.1). Never 0, which some take for
      // none (LemonLDAP::NG): as much as `freshnessOf` allows, so that one which asks
      // nobody again by `prompt` does so by this.
      const again = provider.keepsSignIn
        ? ({ prompt: 'login', maxAge: freshnessLeeway / 1000 } as const)
        : {};
      return { ok: true, start: { issuer, clientId, scope, redirectUri, nonce, ...again } };
    },

    /** Asks for a fresh sign-in by this person for this action. */
    async askStepUp(actor: Actor, action: StepUpAction): Promise<string> {
      const id = randomId();
      const { sessionRef, personId } = actor;
      await store.addStepUp({ id, sessionRef, personId, action, askedAt: clock() });
      return id;
    },

    /** Whether this session has met a step-up for exactly this action; `use` uses it up. */
    async stepUpFor(
      actor: Actor,
      action: StepUpAction,
    ): Promise<{ use(): Promise<boolean> } | null> {
      const wanted = JSON.stringify(action);
      const met = await store.stepUpsOf(actor.sessionRef);
      const stepUp = met.find(
        (row) => row.personId === actor.personId && JSON.stringify(row.action) === wanted,
      );
      return stepUp ? { use: () => store.useStepUp(stepUp.id) } : null;
    },

    /** Ends the session; its tabs, streams and passes end with it. */
    async end(cookie: string | undefined, why: 'signed-out' | 'revoked'): Promise<string | null> {
      const found = await find(cookie);
      if (!found) return null;
      await endSessions.one(found.session, why);
      return found.session.idToken;
    },

    /**
     * Sign-ins that are under way in this browser end with it: one that was begun before
     * somebody's sign-in would be older than it, and could be answered with that one.
     */
    forgetSignIns: async (browser: string | undefined) => {
      if (browser !== undefined) await store.dropSignIns(hashOf(browser));
    },

    /** The page of this room waits or is in its meeting, with this session. */
    attend: (actor: Actor, slug: Slug | null) => store.attend(actor.sessionRef, slug),

    /** @returns whether an expired session's one pass was still there to be used */
    useLastPass: (actor: Actor) => store.useLastPass(actor.sessionRef),

    sweep: () => {
      const now = clock();
      return store.sweep(now, now - lingering - settings.idle);
    },
  };
}

export function meOf({ id, name, role, isAdmin, classes, groupsSeen }: Person): Me {
  const isNobodyHere = (role === null && !isAdmin) || (role === 'student' && classes.length === 0);
  return {
    id,
    name,
    role,
    isAdmin,
    classes: [...classes],
    ...(isNobodyHere ? { groupsSeen: [...groupsSeen] } : {}),
  };
}
