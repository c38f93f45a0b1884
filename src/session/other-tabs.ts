/**
 * A sign-out, told to the other tabs of this browser. The event stream tells
 * them too; this is for a tab whose stream is down just then.
 */
import type { QueryClient } from '@tanstack/react-query';
import { endSession } from './session-end.ts';

const channelName = 'homeroom';
const signedOut = 'signed-out';

export function tellOtherTabs(): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(signedOut);
  channel.close();
}

/** Answers with the way to stop. */
export function watchOtherTabs(queries: QueryClient): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', ({ data }) => {
    if (data === signedOut) endSession(queries, 'signed-out');
  });
  return () => channel.close();
}
