/** Runs stay.ts: hears of the room, fetches passes, renews one that runs out. */
import { useQueryClient } from '@tanstack/react-query';
import { type Dispatch, useEffect, useReducer } from 'react';
import type { RoomView } from '../../server/contract/room.ts';
import { serverNow } from '../session/clock.ts';
import { ProblemError } from '../session/request.ts';
import { noticeEnd } from '../session/session-end.ts';
import { fetchPass } from './api/fetch-pass.ts';
import { nextStay, type Stay, type StayEvent } from './stay.ts';
import { forgetInside, lessonWasIn, rememberInside } from './was-inside.ts';

/** Between two tries to come in; longer each time, never at once with everybody else. ms */
const pauseBefore = (attempt: number): number =>
  attempt === 0 ? 0 : 500 * 2 ** attempt * (0.5 + Math.random());

/** A timer's longest delay in browsers. */
const longestDelay = 2 ** 31 - 1;

export function useStay(room: RoomView): [Stay, Dispatch<StayEvent>] {
  const { slug } = room;
  const [stay, tell] = useReducer(nextStay, { kind: 'arriving' });

  useEffect(() => {
    tell({ kind: 'room', room, now: serverNow(), wasInside: lessonWasIn(slug) });
  }, [room, slug]);

  useEffect(() => {
    if (stay.kind === 'inside') rememberInside(slug, stay.pass.lessonId);
    // A reload in the middle of going in is still on its way in.
    else if (stay.kind !== 'arriving' && stay.kind !== 'entering') forgetInside(slug);
  }, [stay, slug]);

  usePass(slug, stay, tell);
  useRenewal(stay, tell);
  return [stay, tell];
}

function usePass(slug: string, stay: Stay, tell: Dispatch<StayEvent>): void {
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

/** A server that refuses for now (5xx) may let in at the next try, as may a lost answer. */
function refusalOf(error: unknown): StayEvent {
  const isFinal = error instanceof ProblemError && error.problem.status < 500;
  return isFinal ? { kind: 'pass-refused', code: error.problem.code } : { kind: 'unreachable' };
}

/** A pass that ran out cannot reconnect, and Jitsi's client freezes without a word then. */
function useRenewal(stay: Stay, tell: Dispatch<StayEvent>): void {
  const expiresAt = stay.kind === 'inside' ? stay.pass.expiresAt : null;
  useEffect(() => {
    if (expiresAt === null) return;
    const delay = Math.min(Math.max(expiresAt - serverNow(), 0), longestDelay);
    const timer = setTimeout(() => tell({ kind: 'renew' }), delay);
    return () => clearTimeout(timer);
  }, [expiresAt, tell]);
}
