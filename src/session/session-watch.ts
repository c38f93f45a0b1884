import type { QueryClient } from '@tanstack/react-query';
import { watchActivity } from './activity.ts';
import { watchOtherTabs } from './other-tabs.ts';

/** Answers with the way to stop. */
export function watchSession(queries: QueryClient): () => void {
  const stops = [watchActivity(queries), watchOtherTabs(queries)];
  return () => stops.forEach((stop) => stop());
}
