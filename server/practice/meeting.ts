/**
 * One lesson's meeting: who is in, who waits, and what happens when people come,
 * act and go. It decides nothing itself (`policy.ts` does); it keeps what is true,
 * tells those inside, and reports to Homeroom.
 */
import { randomUUID } from 'node:crypto';
import type { PassId, PersonId } from '../contract/ids.ts';
import type { EndReason, LessonRules, OpenLesson } from '../lessons/commands.ts';
import type {
  CastOutReason,
  LessonSnapshot,
  MeetingEvent,
  Occupant,
  WantedLesson,
} from '../lessons/meeting-adapter.ts';
import type { PassClaims } from '../pass/claims.ts';
import { admit, mayDemote, mayEnd, mayPromote, mayRemove, organizerIsIn } from './policy.ts';
import type { FromServer, PersonInside, Wish } from './wire.ts';

/** One open page. `tell` must not throw; a connection that is told it is out closes. */
export type Connection = { tell(message: FromServer): void };

type Guest = { connection: Connection; name: string; occupant: Occupant };

type Kept = Partial<Omit<WantedLesson, keyof OpenLesson>>;

export type MeetingParts = {
  lesson: OpenLesson;
  /** What Homeroom kept of it, after a restart. */
  kept?: Kept;
  now: () => number;
  report: (event: MeetingEvent) => void;
  /** It ended by itself: grace ran out, or an organizer ended it for all. */
  onEnded: () => void;
};

export type Meeting = ReturnType<typeof createMeeting>;

export function createMeeting(parts: MeetingParts) {
  const { kept = {}, now, report, onEnded } = parts;
  let { lesson } = parts;
  const guests = new Map<Connection, Guest>();
  const waiting = new Map<Connection, PassClaims>();
  const known = new Set<PersonId>();
  const removed = new Set(kept.removed);
  const promoted = new Set(lesson.allowsPromotion ? kept.promoted : []);
  const voidPasses = new Set(kept.voidPasses);
  let isClosedToNewcomers = kept.isClosedToNewcomers ?? false;
  let grace: NodeJS.Timeout | undefined;

  const about = () => ({ slug: lesson.slug, lessonId: lesson.lessonId, at: now() });

  const occupants = () =>
    new Map([...guests.values()].map(({ occupant }) => [occupant.occupantId, occupant]));

  const state = () => ({
    lesson,
    occupants: occupants(),
    known,
    removed,
    promoted,
    voidPasses,
    isClosedToNewcomers,
    isInGrace: grace !== undefined,
  });

  const people = (): PersonInside[] =>
    [...guests.values()].map(({ name, occupant }) => ({
      occupantId: occupant.occupantId,
      personId: occupant.personId,
      name,
      affiliation: occupant.affiliation,
      isPromoted: occupant.isPromoted,
      breakoutId: occupant.breakoutId,
    }));

  function tellEverybody(): void {
    const { allowsPromotion } = lesson;
    const message: FromServer = { kind: 'people', people: people(), allowsPromotion };
    for (const connection of guests.keys()) connection.tell(message);
  }

  function tellEntered({ connection, occupant }: Guest): void {
    const { allowsPromotion } = lesson;
    const you = occupant.occupantId;
    connection.tell({ kind: 'entered', you, people: people(), allowsPromotion });
  }

  function guestsOf(personId: PersonId): Guest[] {
    return [...guests.values()].filter(({ occupant }) => occupant.personId === personId);
  }

  function stopGrace(): void {
    clearTimeout(grace);
    grace = undefined;
  }

  function startGraceIfAlone(): void {
    if (grace || organizerIsIn(state())) return;
    grace = setTimeout(() => endFromInside('organizers-left'), lesson.graceSeconds * 1000);
    grace.unref();
  }

  function leave(guest: Guest): void {
    guests.delete(guest.connection);
    const { occupantId, personId, affiliation } = guest.occupant;
    report({ ...about(), kind: 'left', occupantId, personId });
    if (affiliation === 'owner') startGraceIfAlone();
  }

  function castOut(guest: Guest, reason: CastOutReason, by: Guest | null = null): void {
    guest.connection.tell({ kind: 'cast-out', reason, by: by?.occupant.occupantId ?? null });
    leave(guest);
  }

  function seat(connection: Connection, claims: PassClaims): void {
    const { id: personId, name, affiliation } = claims.context.user;
    // A member can be in only once; organizers may use several devices.
    if (affiliation === 'member') guestsOf(personId).forEach((older) => castOut(older, 'replaced'));
    const occupant: Occupant = {
      occupantId: randomUUID(),
      personId,
      passId: claims.jti,
      affiliation,
      isPromoted: affiliation === 'member' && promoted.has(personId),
      breakoutId: null,
    };
    const guest = { connection, name, occupant };
    guests.set(connection, guest);
    known.add(personId);
    report({ ...about(), kind: 'entered', occupant });
    tellEntered(guest);
    tellEverybody();
    if (affiliation === 'owner') {
      stopGrace();
      letWaitingIn();
    }
  }

  function letWaitingIn(): void {
    // A copy, because whoever still has to wait is put back into the same map.
    Array.from(waiting).forEach(([connection, claims]) => knock(connection, claims));
  }

  function knock(connection: Connection, claims: PassClaims): void {
    const admission = admit(state(), claims);
    const wasWaiting = waiting.delete(connection);
    if (admission.kind === 'admitted') return seat(connection, claims);
    if (admission.kind === 'refused') return connection.tell(admission);
    waiting.set(connection, claims);
    if (!wasWaiting) connection.tell({ kind: 'waiting' });
  }

  function setPromoted(personId: PersonId, isPromoted: boolean): void {
    if (isPromoted) promoted.add(personId);
    else promoted.delete(personId);
    for (const guest of guestsOf(personId)) guest.occupant = { ...guest.occupant, isPromoted };
    report({ ...about(), kind: isPromoted ? 'promoted' : 'demoted', personId });
    tellEverybody();
  }

  function remove(personId: PersonId, by: Guest | null = null): void {
    removed.add(personId);
    promoted.delete(personId);
    for (const guest of guestsOf(personId)) castOut(guest, 'removed', by);
    letWaitingIn();
    tellEverybody();
  }

  function move(guest: Guest, breakoutId: string | null): void {
    const { occupantId, personId } = guest.occupant;
    report({ ...about(), kind: 'left', occupantId, personId });
    guest.occupant = { ...guest.occupant, occupantId: randomUUID(), breakoutId };
    report({ ...about(), kind: 'entered', occupant: guest.occupant });
    tellEntered(guest);
    tellEverybody();
  }

  function close(reason: EndReason): void {
    stopGrace();
    for (const connection of guests.keys()) connection.tell({ kind: 'ended', reason });
    for (const connection of waiting.keys()) connection.tell({ kind: 'ended', reason });
    guests.clear();
    waiting.clear();
  }

  function endFromInside(reason: EndReason): void {
    close(reason);
    report({ ...about(), kind: 'ended', reason });
    onEnded();
  }

  /** What somebody inside asks for is done where the rules allow it, and has no effect otherwise. */
  function act(actor: Guest, wish: Wish): void {
    if (wish.kind === 'end') {
      if (mayEnd(actor.occupant)) endFromInside('ended-by-organizer');
      return;
    }
    if (wish.kind === 'move') return move(actor, wish.breakoutId);
    const [target] = guestsOf(wish.personId);
    if (!target || target === actor) return;
    actUpon(actor, target, wish.kind);
  }

  function actUpon(actor: Guest, target: Guest, kind: 'promote' | 'demote' | 'remove'): void {
    const { personId, isPromoted } = target.occupant;
    switch (kind) {
      case 'promote':
        if (mayPromote(actor.occupant, target.occupant, lesson)) setPromoted(personId, true);
        return;
      case 'demote':
        if (isPromoted && mayDemote(actor.occupant, target.occupant)) setPromoted(personId, false);
        return;
      case 'remove':
        if (!mayRemove(actor.occupant, target.occupant)) return;
        report({ ...about(), kind: 'removed', personId });
        remove(personId, actor);
        return;
      default:
        kind satisfies never;
    }
  }

  return {
    get lesson() {
      return lesson;
    },
    knock,
    /** The connection is closed, by the page or because it was put out. */
    gone(connection: Connection): void {
      waiting.delete(connection);
      const guest = guests.get(connection);
      if (!guest) return;
      leave(guest);
      tellEverybody();
    },
    wish(connection: Connection, wish: Wish): void {
      const actor = guests.get(connection);
      if (actor) act(actor, wish);
    },
    configure({ graceSeconds, allowsPromotion, usesLobby }: LessonRules): void {
      lesson = { ...lesson, graceSeconds, allowsPromotion, usesLobby };
      if (!allowsPromotion) {
        for (const personId of Array.from(promoted)) setPromoted(personId, false);
      }
      tellEverybody();
    },
    end: close,
    /**
     * The server stops: nobody is told that the lesson ended, so that pages connect again by
     * themselves.
     */
    drop(): void {
      stopGrace();
      guests.clear();
      waiting.clear();
    },
    remove: (personId: PersonId) => remove(personId),
    readmit(personId: PersonId): void {
      removed.delete(personId);
    },
    revoke(personId: PersonId, passIds: readonly PassId[]): void {
      passIds.forEach((passId) => voidPasses.add(passId));
      for (const guest of guestsOf(personId)) {
        if (voidPasses.has(guest.occupant.passId)) castOut(guest, 'revoked');
      }
      letWaitingIn();
      tellEverybody();
    },
    closeToNewcomers(isClosed: boolean): void {
      isClosedToNewcomers = isClosed;
      letWaitingIn();
    },
    snapshot(): LessonSnapshot {
      return {
        slug: lesson.slug,
        lessonId: lesson.lessonId,
        occupants: [...occupants().values()],
        promoted: [...promoted],
        removed: [...removed],
      };
    },
  };
}
