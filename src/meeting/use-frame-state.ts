/** Listens to one meeting frame, tells how it stands, and takes it away with the caller. */
import type { ComponentProps } from 'react';
import type { JitsiMeeting } from '@jitsi/react-sdk';
import { useEffect, useReducer, useRef } from 'react';
import { readers } from './frame-event.ts';
import { type FrameState, nextFrameState } from './frame-state.ts';

export type ExternalApi = Parameters<
  NonNullable<ComponentProps<typeof JitsiMeeting>['onApiReady']>
>[0];

/** Nothing is heard where a policy refuses the frame, or the server does not answer. */
const readyPatienceMs = 20_000;
/** Observed with the real client: 150 ms between the two rooms. */
const moveMs = 4_000;

/**
 * `listen` is for the SDK's `onApiReady`. The SDK never disposes what it makes,
 * so that is done here.
 */
export function useFrameState(): { state: FrameState; listen: (api: ExternalApi) => void } {
  const [state, dispatch] = useReducer(nextFrameState, { kind: 'opening' });
  const api = useRef<ExternalApi>(null);

  useEffect(() => () => api.current?.dispose(), []);

  useEffect(() => {
    const limit = { opening: readyPatienceMs, moving: moveMs };
    if (state.kind !== 'opening' && state.kind !== 'moving') return;
    const kind = state.kind === 'opening' ? 'silent' : 'not-back';
    const timer = setTimeout(() => dispatch({ kind }), limit[state.kind]);
    return () => clearTimeout(timer);
  }, [state.kind]);

  function listen(ready: ExternalApi): void {
    api.current = ready;
    for (const [name, read] of Object.entries(readers)) {
      ready.on(name, (about: Record<string, unknown> = {}) => {
        const event = read(about);
        if (event) dispatch(event);
      });
    }
  }

  return { state, listen };
}
