/** Camera and microphone for a look beforehand. Let go of when the caller is no longer shown. */
import { useCallback, useEffect, useRef, useState } from 'react';

export type DeviceCheckState =
  | { kind: 'off' }
  | { kind: 'asking' }
  | { kind: 'on'; stream: MediaStream }
  | { kind: 'refused'; why: 'forbidden' | 'missing' | 'busy' };

export function useDeviceCheck(): {
  state: DeviceCheckState;
  begin: () => void;
  end: () => void;
} {
  const [state, setState] = useState<DeviceCheckState>({ kind: 'off' });
  /** Counts requests: the answer to an earlier one is not used any more. */
  const turn = useRef(0);
  const held = useRef<MediaStream>(null);

  const letGo = useCallback(() => {
    turn.current += 1;
    stop(held.current);
    held.current = null;
  }, []);
  useEffect(() => letGo, [letGo]);

  async function begin() {
    letGo();
    const mine = turn.current;
    setState({ kind: 'asking' });
    const found = await openDevices();
    if (turn.current !== mine) return stop(found.kind === 'on' ? found.stream : null);
    if (found.kind === 'on') held.current = found.stream;
    setState(found);
  }

  return {
    state,
    begin: () => void begin(),
    end: () => {
      letGo();
      setState({ kind: 'off' });
    },
  };
}

function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

type Found = Extract<DeviceCheckState, { kind: 'on' | 'refused' }>;

/** Both if there are both; a computer without a camera may still have a microphone. */
async function openDevices(): Promise<Found> {
  let refused: Found = { kind: 'refused', why: 'missing' };
  for (const wish of [{ audio: true, video: true }, { audio: true }, { video: true }]) {
    try {
      // Old browsers, and pages without https, have none: that is a refusal, too.
      return { kind: 'on', stream: await navigator.mediaDevices.getUserMedia(wish) };
    } catch (error) {
      refused = { kind: 'refused', why: causeOf(error) };
      if (refused.why !== 'missing') return refused;
    }
  }
  return refused;
}

/** Names of Media Capture and Streams, 10.2.1. */
function causeOf(error: unknown): 'forbidden' | 'missing' | 'busy' {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'forbidden';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'missing';
}
