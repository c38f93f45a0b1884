/**
 * How a room's settings are saved: each change at once, with a word that it is, and the way
 * back. The page shows what was pressed while it is on its way; what is refused is shown as
 * it was. Changes go out one after the other, so that the last press is the last word.
 */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Slug } from '../../../server/contract/ids.ts';
import type { ChangeRoom, RoomView } from '../../../server/contract/room.ts';
import { noticeEnd } from '../../session/session-end.ts';
import { changeRoom } from '../api/change-room.ts';
import { putRoomAnswer } from '../api/room-answer.ts';
import { roomQuery } from '../api/rooms.ts';
import { leaveBehind } from '../leave-behind.ts';
import { applyChange, inverseOf, merge } from './room-change.ts';

export type Part = 'name' | 'classes' | 'rules' | 'door' | 'archive';

/** What became of the changes in one part of the page. */
export type Outcome = { isSaving: boolean; undo: ChangeRoom | null; error: unknown };

const nothingYet: Outcome = { isSaving: false, undo: null, error: null };

export type Saver = Outcome & {
  /** `onRefused`: what was typed is not to be lost. */
  save(change: ChangeRoom, onRefused?: () => void): void;
};

type Job = {
  part: Part;
  change: ChangeRoom;
  undo: ChangeRoom;
  onRefused: (() => void) | undefined;
};

/** The room as it will be, and what saves each part of the page. */
export function useChanges(given: RoomView): { room: RoomView; saver(part: Part): Saver } {
  const { slug } = given;
  const queries = useQueryClient();
  const { data = given } = useQuery(roomQuery(slug));
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  const [outcomes, setOutcomes] = useState<Partial<Record<Part, Outcome>>>({});
  const room = jobs.reduce((changed, { change }) => applyChange(changed, change), data);
  const isLeft = useIsLeft();

  function become(part: Part, now: Partial<Outcome>): void {
    setOutcomes((all) => ({ ...all, [part]: { ...nothingYet, ...all[part], ...now } }));
  }

  const { mutate } = useMutation({
    mutationFn: ({ change }: Job) => putRoomAnswer(queries, slug, () => changeRoom(slug, change)),
    scope: { id: slug },
    networkMode: 'always',
    onSuccess(_answer, { part, undo }) {
      become(part, { isSaving: false, undo });
    },
    onError(error, { part, onRefused }) {
      noticeEnd(queries, error);
      onRefused?.();
      if (isLeft.current) leaveBehind({ kind: 'not-saved', slug, name: data.name, error });
      become(part, { isSaving: false, error });
    },
    onSettled: (_answer, _error, job) => setJobs((now) => now.filter((other) => other !== job)),
  });

  useOnHiding(() => sendRest(slug, jobs.slice(1)));

  return {
    room,
    saver: (part) => ({
      ...nothingYet,
      ...outcomes[part],
      save(change, onRefused) {
        const job = { part, change, undo: inverseOf(room, change), onRefused };
        setJobs((now) => [...now, job]);
        become(part, { isSaving: true, undo: null, error: null });
        mutate(job);
      },
    }),
  };
}

/** What still waits for its turn does not wait for a page that is closed. */
function sendRest(slug: Slug, jobs: readonly Job[]): void {
  if (jobs.length === 0) return;
  const all = jobs.reduce((merged, { change }) => merge(merged, change), {} satisfies ChangeRoom);
  // Nobody is there any more to be told.
  changeRoom(slug, all).catch(() => undefined);
}

/** Whether the page is gone while a change is still on its way. */
function useIsLeft() {
  const isLeft = useRef(false);
  useEffect(() => {
    isLeft.current = false;
    return () => {
      isLeft.current = true;
    };
  }, []);
  return isLeft;
}

/** When the window is closed or put away, which on a phone may be the last that is heard. */
export function useOnHiding(act: () => void): void {
  const onHide = useEffectEvent(act);
  useEffect(() => {
    const hide = () => onHide();
    const change = () => {
      if (document.visibilityState === 'hidden') hide();
    };
    window.addEventListener('pagehide', hide);
    document.addEventListener('visibilitychange', change);
    return () => {
      window.removeEventListener('pagehide', hide);
      document.removeEventListener('visibilitychange', change);
    };
  }, []);
}
