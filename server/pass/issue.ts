/**
 * Issues passes. Who asks, the room and its lesson are read, the policy decides, and the
 * audit row is written in one transaction: a right that goes before finds no pass, and one
 * that goes after finds this one to take back. So the session is looked up here and nowhere
 * before: what another transaction read of it could be over by now.
 */
import { type LessonId, PassId, type PersonId, type RoomId, type Slug } from '../contract/ids.ts';
import type { Pass } from '../contract/pass.ts';
import type { RoomRules } from '../contract/room.ts';
import type { Auth, Actor } from '../http/auth.ts';
import type { Refusal } from '../http/problem-response.ts';
import { randomId } from '../crypto.ts';
import type { Transact } from '../http/transact.ts';
import { isSomebody, type LessonFacts, mayHavePass, type RoomFacts } from '../rooms/policy.ts';
import { claimsOf, type PassClaims, type PassFor, type PassIssuer } from './claims.ts';
import type { PassLimit } from './limit.ts';
import type { PassStore } from './passes-store.ts';
import type { SignPass } from './sign.ts';

export type PassRoom = { id: RoomId; slug: Slug; rules: RoomRules; facts: RoomFacts };
export type PassLesson = { id: LessonId; maxEndsAt: number };

export type IssueTx = {
  passRows: PassStore;
  /** Whom this cookie stands for now, and in which room's meeting the session is. */
  authenticate(cookie: string | undefined): Promise<{ auth: Auth; attending: Slug | null }>;
  /** The room, as far as it decides about this person. */
  findRoomFor(slug: Slug, personId: PersonId): Promise<PassRoom | null>;
  /** The room's open lesson, as it stands to this person. */
  findLessonFor(
    roomId: RoomId,
    personId: PersonId,
  ): Promise<{ lesson: PassLesson; facts: LessonFacts } | null>;
  /** The session is now in this room's meeting. */
  attend(actor: Actor, slug: Slug): Promise<void>;
  /** @returns whether an expired session's one pass was still there to be used */
  useLastPass(actor: Actor): Promise<boolean>;
};

export type IssuePassDeps = {
  transact: Transact<IssueTx>;
  sign: SignPass;
  issuer: PassIssuer;
  /** Added to the lesson's longest duration: reconnecting needs a pass until the very end. */
  grace: number;
  clock: () => number;
  /** Called with every pass, for an adapter that learns of nothing else (blind-adapter.ts). */
  onIssued(claims: PassClaims): void;
  limit: PassLimit;
};

type Refused = { allowed: false } & Refusal;
type Decided = { allowed: true; pass: PassFor } | Refused;
export type Issued = { allowed: true; pass: Pass } | Refused;
/** @param cookie the value of the session cookie, if there is one */
export type IssuePass = (cookie: string | undefined, slug: Slug) => Promise<Issued>;

/** Who asks, as the transaction sees it. */
type Asked = { auth: Auth; attending: Slug | null };

export function createIssuePass(deps: IssuePassDeps): IssuePass {
  const { transact, clock, issuer, sign, limit } = deps;

  async function issue(tx: IssueTx, cookie: string | undefined, slug: Slug): Promise<Decided> {
    const asked = await tx.authenticate(cookie);
    const somebody = isSomebody(asked.auth);
    if (!somebody.allowed) return somebody;
    const { actor } = somebody;
    const wait = limit.take(actor);
    if (wait > 0) return { allowed: false, code: 'too-many-requests', retryAfter: wait };
    const decided = await decide(tx, asked, actor, slug);
    if (!decided.allowed) limit.giveBack(actor);
    return decided;
  }

  async function decide(
    tx: IssueTx,
    { auth, attending }: Asked,
    { personId }: Actor,
    slug: Slug,
  ): Promise<Decided> {
    const room = await tx.findRoomFor(slug, personId);
    const found = room && (await tx.findLessonFor(room.id, personId));
    const decision = mayHavePass(auth, room?.facts ?? null, found?.facts ?? null);
    if (!decision.allowed) return decision;
    if (!room || !found) throw new Error('a pass was allowed where there is no lesson');
    const { actor, affiliation } = decision;
    if (actor.lingering && !(await tx.useLastPass(actor))) {
      return { allowed: false, code: 'session-expired' };
    }
    if (attending !== room.slug) await tx.attend(actor, room.slug);
    const now = clock();
    const { chat, screenSharing } = room.rules;
    const pass: PassFor = {
      person: { id: actor.personId, name: actor.name },
      affiliation,
      slug: room.slug,
      lessonId: found.lesson.id,
      passId: PassId.parse(randomId()),
      members: { chat, screenSharing },
      now,
      expiresAt: found.lesson.maxEndsAt + deps.grace,
    };
    await tx.passRows.add({
      id: pass.passId,
      issuedAt: now,
      expiresAt: pass.expiresAt,
      personId: actor.personId,
      roomId: room.id,
      lessonId: pass.lessonId,
      affiliation,
      sessionRef: actor.sessionRef,
    });
    return { allowed: true, pass };
  }

  return async (cookie, slug) => {
    const decided = await transact((tx) => issue(tx, cookie, slug));
    if (!decided.allowed) return decided;
    const { slug: room, person, lessonId, affiliation, expiresAt } = decided.pass;
    const claims = claimsOf(decided.pass, issuer);
    deps.onIssued(claims);
    return {
      allowed: true,
      pass: {
        pass: sign(claims),
        slug: room,
        lessonId,
        personId: person.id,
        affiliation,
        expiresAt,
      },
    };
  };
}
