/**
 * Somebody is at the keyboard: the server is told, so that the session does not
 * end under their hands. Only real input counts; nothing the page does by itself.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { apiPaths } from '../../server/contract/paths.ts';
import type { Session } from '../../server/contract/session.ts';
import { sessionQuery, useSession } from './api/session.ts';
import { request } from './request.ts';

/** Milliseconds between two reports: a small part of the shortest idle limit. */
const reportEvery = 60_000;

export function useActivity(): void {
  const queries = useQueryClient();
  const isSignedIn = useSession() !== null;
  useEffect(() => {
    if (!isSignedIn) return;
    let lastReport = Date.now();
    const onInput = () => {
      if (Date.now() - lastReport < reportEvery) return;
      lastReport = Date.now();
      // A report that is lost is followed by the next one.
      reportActivity().then(
        (session) => queries.setQueryData(sessionQuery().queryKey, session),
        () => {},
      );
    };
    document.addEventListener('pointerdown', onInput, { passive: true });
    document.addEventListener('keydown', onInput);
    return () => {
      document.removeEventListener('pointerdown', onInput);
      document.removeEventListener('keydown', onInput);
    };
  }, [queries, isSignedIn]);
}

export const reportActivity = () => request<Session>('POST', apiPaths.activity, {});
