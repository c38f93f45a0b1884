/**
 * Somebody is at the keyboard: the server is told, so that the session does not
 * end under their hands. Only real input counts; nothing the page does by itself.
 */
import type { QueryClient } from '@tanstack/react-query';
import { apiPaths } from '../../server/contract/paths.ts';
import type { Session } from '../../server/contract/session.ts';
import { sessionQuery } from './api/session.ts';
import { request } from '../http/request.ts';

/** Milliseconds between two reports: a small part of the shortest idle limit. */
const reportEvery = 60_000;

/** Answers with the way to stop. */
export function watchActivity(queries: QueryClient): () => void {
  const watching = new AbortController();
  let lastReport = Date.now();
  const onInput = () => {
    if (Date.now() - lastReport < reportEvery) return;
    lastReport = Date.now();
    // A report that is lost does not matter: the next one follows.
    reportActivity().then(
      (session) => queries.setQueryData(sessionQuery().queryKey, session),
      () => {},
    );
  };
  const { signal } = watching;
  document.addEventListener('pointerdown', onInput, { passive: true, signal });
  document.addEventListener('keydown', onInput, { signal });
  return () => watching.abort();
}

export const reportActivity = () => request<Session>('POST', apiPaths.activity, {});
