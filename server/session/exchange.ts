/**
 * The exchange of an ID token for a session. Small named checks, top to bottom;
 * the nonce is used up in the transaction that creates the session, so that a
 * token opens one session, once, in the browser that asked for it.
 */
import type { Publish } from '../contract/change.ts';
import type { PersonId, SessionRef } from '../contract/ids.ts';
import type { Exchange, StepUpAction } from '../contract/session.ts';
import type { Log } from '../http/log.ts';
import { hashOf, randomSecret, type Encryption } from '../crypto.ts';
import type { EndSessions } from './end-session.ts';
import { authTimeOf, freshnessLeeway, freshnessOf } from './freshness.ts';
import type { Provider, ProviderPerson } from './provider.ts';
import { readableGroups, readableName } from './readable.ts';
import type { ExchangeRefusal } from './refusal.ts';
import { type RoleSettings, roleAndClassesOf } from './role.ts';
import type { SessionStore, SessionWrites } from './sessions-store.ts';
import type { SignIn } from './sign-ins-store.ts';
import { type IdToken, type Verified, verifyIdToken } from './verify-id-token.ts';

export type Exchanged =
  | {
      ok: true;
      cookie: string;
      personId: PersonId;
      action: StepUpAction | null;
      /** The session that this browser had before, which has ended. */
      replaced: { ref: SessionRef; personId: PersonId } | null;
    }
  | {
      ok: false;
      reason: ExchangeRefusal;
      /** For the log, and never for the browser. */
      cause?: string;
    };

export type ExchangeDeps = {
  store: SessionStore;
  provider: Provider;
  roles: RoleSettings;
  /** Milliseconds that a session may last, counted from `auth_time`. */
  maxDuration: number;
  encryption: Encryption;
  clock: () => number;
  log: Log;
  publish: Publish;
  endSessions: EndSessions;
};

/** The browser's half: two cookies. */
export type Browser = { browser: string | undefined; session: string | undefined };

export function createExchange(deps: ExchangeDeps) {
  const { store, provider, clock, publish, endSessions } = deps;
  return async (exchange: Exchange, browser: Browser): Promise<Exchanged> => {
    if (!browser.browser) return { ok: false, reason: 'browser-unknown' };
    if (!(await fitsCallback(exchange, provider))) return { ok: false, reason: 'callback-issuer' };
    const { issuer, clientId, keys } = provider;
    const { idToken, accessToken } = exchange;
    const verified = await verifyIdToken(idToken, {
      issuer,
      clientId,
      keys,
      now: clock(),
      accessToken,
    });
    if (!verified.ok) return (await clockBehind(store, verified)) ?? verified;
    const person = await provider.readPerson(verified.claims, accessToken);
    if (!person.ok) {
      return {
        ok: false,
        reason: person.reason === 'unreachable' ? 'userinfo-unreachable' : 'userinfo-subject',
        ...(person.cause === undefined ? {} : { cause: person.cause }),
      };
    }
    const exchanged = await store.inTransaction((writes) =>
      createSession(deps, writes, { verified: verified.claims, person, exchange, browser }),
    );
    // Only after the commit: what is published then cannot be undone.
    if (!exchanged.ok) return exchanged;
    publish({ kind: 'person', personId: exchanged.personId });
    if (exchanged.replaced) await endSessions.one(exchanged.replaced, 'signed-out');
    return exchanged;
  };
}

/** RFC 9207, 2.4: a callback of another issuer, or without one where it is promised, is refused. */
async function fitsCallback({ iss }: Exchange, provider: Provider): Promise<boolean> {
  return iss === undefined ? !(await provider.sendsIssuer()) : iss === provider.issuer;
}

type Arrival = {
  verified: IdToken;
  person: Extract<ProviderPerson, { ok: true }>;
  exchange: Exchange;
  browser: Browser;
};

async function createSession(
  deps: ExchangeDeps,
  writes: SessionWrites,
  arrival: Arrival,
): Promise<Exchanged> {
  const { clock, maxDuration, encryption } = deps;
  const { verified, exchange, browser } = arrival;
  const now = clock();
  const signIn = await writes.takeSignIn(hashOf(verified.nonce));
  const nonceRefusal = nonceProblem(signIn, browser, now);
  if (!signIn || nonceRefusal) return { ok: false, reason: nonceRefusal ?? 'nonce-unknown' };
  if (await writes.isSignInEnded(whoseSignIns(deps, verified), signIn.askedAt))
    return { ok: false, reason: 'signed-out-since' };
  const freshness = freshnessOf(verified, signIn.askedAt);
  if (freshness === 'clocks-differ') return clocksDiffer(verified, signIn.askedAt);
  if (freshness === 'stale') return { ok: false, reason: 'sign-in-not-fresh' };
  const authTime = authTimeOf(verified);
  if (authTime === null) {
    deps.log.warn(
      {},
      'the provider sends no auth_time: no sign-in counts as recent, and no lesson can be started',
    );
  }
  const endsAt = (authTime ?? now) + maxDuration;
  if (endsAt <= now) return { ok: false, reason: 'sign-in-too-old' };

  const before = browser.session ? await writes.findSession(hashOf(browser.session)) : null;
  const met = await metStepUp(writes, signIn, verified, {
    ref: before?.session.ref ?? null,
    issuer: deps.provider.issuer,
  });
  if (!met.ok) return met;

  const person = await rememberPerson(deps, writes, arrival, now);
  const cookie = randomSecret();
  // A step-up's session is the old one under a new identifier: passes, streams and
  // other tabs go on. Any other sign-in is the end of the one that stood here.
  const goesOn = met.stepUp && before ? before.session : null;
  if (goesOn) await writes.dropSession(goesOn.ref);
  const session = {
    idHash: hashOf(cookie),
    personId: person.id,
    startedAt: now,
    authTime,
    endsAt,
    isShared: signIn.isShared,
    idToken: encryption.encrypt(exchange.idToken),
    refreshToken:
      exchange.refreshToken === undefined ? null : encryption.encrypt(exchange.refreshToken),
    providerSid: typeof verified['sid'] === 'string' ? verified['sid'] : null,
  };
  const ref = await writes.addSession(session, goesOn?.ref);
  await writes.noteSignIn(person.id, now);
  if (met.stepUp) await writes.meetStepUp(met.stepUp.id, now, ref);
  if (goesOn?.attendingSlug) await writes.attend(ref, goesOn.attendingSlug);
  const replaced = before && !goesOn ? before.session : null;
  const action = met.stepUp?.action ?? null;
  return { ok: true, cookie, personId: person.id, action, replaced };
}

function whoseSignIns({ provider: { issuer } }: ExchangeDeps, { sub, sid }: IdToken) {
  const own = { issuer, subject: sub };
  return typeof sid === 'string' ? [own, { issuer, sid }] : [own];
}

function nonceProblem(
  signIn: SignIn | null,
  browser: Browser,
  now: number,
): ExchangeRefusal | null {
  if (!signIn) return 'nonce-unknown';
  if (signIn.browserHash !== hashOf(browser.browser ?? '')) return 'nonce-of-another-browser';
  return signIn.expiresAt <= now ? 'nonce-outdated' : null;
}

/**
 * An expired token that belongs to a sign-in under way was issued since that began, so the
 * provider's clock must be behind. Without such a sign-in the token is simply old.
 */
async function clockBehind(
  store: SessionStore,
  { reason, signed }: Extract<Verified, { ok: false }>,
): Promise<Exchanged | null> {
  if (reason !== 'expired' || typeof signed?.['nonce'] !== 'string') return null;
  const askedAt = await store.signInAskedAt(hashOf(signed['nonce']));
  const isBehind = askedAt !== null && freshnessOf(signed, askedAt) === 'clocks-differ';
  return isBehind ? clocksDiffer(signed, askedAt) : null;
}

function clocksDiffer({ iat }: Pick<IdToken, 'iat'>, askedAt: number): Exchanged {
  const seconds = Math.round(askedAt / 1000 - Number(iat));
  const cause = `the provider's clock is behind by ${seconds} s at least: neither may differ by more than ${freshnessLeeway / 1000} s`;
  return { ok: false, reason: 'clocks-differ', cause };
}

type Met =
  | { ok: true; stepUp: { id: string; action: StepUpAction } | null }
  | { ok: false; reason: ExchangeRefusal; cause?: string };

/** A step-up is met by the same issuer and subject, signed in since it was asked for. */
async function metStepUp(
  writes: SessionWrites,
  signIn: SignIn,
  claims: IdToken,
  here: { ref: SessionRef | null; issuer: string },
): Promise<Met> {
  if (signIn.stepUpId === null) return { ok: true, stepUp: null };
  const stepUp = await writes.findStepUp(signIn.stepUpId);
  if (!stepUp || stepUp.metAt !== null || stepUp.sessionRef !== here.ref) {
    return { ok: false, reason: 'step-up-unknown' };
  }
  const person = await writes.findPerson(stepUp.personId);
  if (person?.issuer !== here.issuer || person.subject !== claims.sub) {
    return { ok: false, reason: 'step-up-other-person' };
  }
  const freshness = freshnessOf(claims, stepUp.askedAt);
  if (freshness === 'unknown') {
    const cause =
      'the provider sends no auth_time, and nothing else says that somebody signed in anew';
    return { ok: false, reason: 'step-up-without-auth-time', cause };
  }
  return freshness === 'fresh' ? { ok: true, stepUp } : { ok: false, reason: 'step-up-not-fresh' };
}

async function rememberPerson(
  deps: ExchangeDeps,
  writes: SessionWrites,
  { verified, person }: Arrival,
  now: number,
) {
  const { roles, provider, log } = deps;
  const assigned = roleAndClassesOf(person.groups, roles);
  const { role, isAdmin, classes } = assigned;
  const isPlaced = role === 'teacher' || isAdmin || classes.length > 0;
  const known = await writes.rememberPerson(
    {
      issuer: provider.issuer,
      subject: verified.sub,
      name: person.name === null ? null : readableName(person.name),
      role,
      isAdmin,
      classes,
      // Kept only for the page that explains why the person has no role or class.
      groupsSeen: isPlaced && role !== null ? [] : readableGroups(person.groups),
    },
    now,
  );
  if (assigned.isContradictory) {
    log.warn({ personId: known.id }, 'in teacher and in student groups: taken as student');
  }
  await writes.seeClasses(classes, now);
  return known;
}
