import { useSyncExternalStore } from 'react';

/** Whether the device itself says that it has no network; one that has may still reach nobody. */
export const useIsOffline = (): boolean =>
  useSyncExternalStore(follow, () => !navigator.onLine, whoeverReadsIt);

/** The front door is written down by the server: whoever has it has had a network. */
const whoeverReadsIt = () => false;

function follow(onChange: () => void): () => void {
  window.addEventListener('online', onChange);
  window.addEventListener('offline', onChange);
  return () => {
    window.removeEventListener('online', onChange);
    window.removeEventListener('offline', onChange);
  };
}
