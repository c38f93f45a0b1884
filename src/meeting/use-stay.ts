/** Runs stay.ts: hears of the room, fetches passes, renews one that runs out. */
import { useQueryClient } from '@tanstack/react-query';
import { type Dispatch, useEffect, useReducer } from 'react';
import type { Slug } from '../../server/contract/ids.ts';
import type { RoomView } from '../../server/contract/room.ts';
import { serverNow } from '../http/server-clock.ts';
import { ProblemError } from '../http/problem-error.ts';
import { takePress } from '../rooms/api/way-in.ts';
import { noticeEnd } from '../session/session-end.ts';
import { leaveWithDevices } from './devices.ts';
import { fetchPass } from './api/fetch-pass.ts';
import { isTriedAgain, nextStay, type Stay, type StayEvent } from './stay.ts';
import { forgetInside, lessonWasIn, rememberInside } from './was-inside.ts';

/** Between two tries to come in; longer each time, never at once with everybody else. ms */
const pauseBefore = (attempt: number): number =>
  attempt === 0 ? 0 : 500 * 2 ** Math.min(attempt, 6) * (0.5 + Math.random());

/** Between two tries while the page says that it does not work. ms */
const tryAgainMs = 20_000;

/** A timer's longest delay in browsers. */
const maxDelay = 2 ** 31 - 1;

export function useStay(room: RoomView): [Stay, Dispatch<StayEvent>] {
  const { slug } = room;
  const [stay, tell] = useReducer(nextStay, { kind: 'arriving' });

  useEffect(() => {
    const [wasInside, isPressed] = [lessonWasIn(slug), takePress(slug)];
    tell({ kind: 'room', room, now: serverNow(), wasInside, isPressed });
  }, [room, slug]);

  // Fetched anew for somebody who has come to the door: the room may have changed on the way.
  const isAtDoor = stay.kind === 'outside' || stay.kind === 'waiting';
  useEffect(() => {
    if (isAtDoor) tell({ kind: 'room', room, now: serverNow(), wasInside: null });
  }, [isAtDoor, room]);

  useEffect(() => {
    if (stay.kind === 'inside') rememberInside(slug, stay.pass.lessonId);
    else if (!isOnTheWayIn(stay)) {
      forgetInside(slug);
      leaveWithDevices();
    }
  }, [stay, slug]);

  usePass(slug, stay, tell);
  useRenewal(stay, tell);
  useTryAgain(stay, tell);
  return [stay, tell];
}

/** A reload in the middle of going in, or while it is tried again, is still on its way in. */
const isOnTheWayIn = ({ kind }: Stay): boolean =>
  kind === 'arriving' || kind === 'entering' || kind === 'no-frame' || kind === 'lost';

function usePass(slug: Slug, stay: Stay, tell: Dispatch<StayEvent>): void {
  const queries = useQueryClient();
  const attempt = stay.kind === 'entering' ? stay.attempt : null;
  useEffect(() => {
    if (attempt === null) return;
    const leaving = new AbortController();
    const timer = setTimeout(() => {
      fetchPass(slug, leaving.signal).then(
        (pass) => tell({ kind: 'pass', pass }),
        (error: unknown) => {
          if (leaving.signal.aborted) return;
          noticeEnd(queries, error, ['rooms', 'one', slug]);
          tell(refusalOf(error));
        },
      );
    }, pauseBefore(attempt));
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [slug, attempt, tell, queries]);
}

/** A server that refuses for now (5xx, 429) may let in at the next try, as may a lost answer. */
function refusalOf(error: unknown): StayEvent {
  const status = error instanceof ProblemError ? error.problem.status : 503;
  const isFinal = error instanceof ProblemError && status < 500 && status !== 429;
  return isFinal ? { kind: 'pass-refused', code: error.problem.code } : { kind: 'unreachable' };
}

/** A pass that ran out cannot reconnect, and Jitsi's client freezes without a word then. */
function useRenewal(stay: Stay, tell: Dispatch<StayEvent>): void {
  const expiresAt = stay.kind === 'inside' ? stay.pass.expiresAt : null;
  useEffect(() => {
    if (expiresAt === null) return;
    const delay = Math.min(Math.max(expiresAt - serverNow(), 0), maxDelay);
    const timer = setTimeout(() => tell({ kind: 'renew' }), delay);
    return () => clearTimeout(timer);
  }, [expiresAt, tell]);
}

function useTryAgain(stay: Stay, tell: Dispatch<StayEvent>): void {
  const isDue = isTriedAgain(stay);
  useEffect(() => {
    if (!isDue) return;
    const timer = setTimeout(() => tell({ kind: 'try-again' }), tryAgainMs);
    return () => clearTimeout(timer);
  }, [isDue, tell]);
}
