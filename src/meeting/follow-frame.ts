/** Follows one meeting frame: how it stands, what it does with microphone and camera. */
import type { ComponentProps } from 'react';
import type { JitsiMeeting } from '@jitsi/react-sdk';
import { type Devices, nextDevices, settle } from './frame-devices.ts';
import { type FrameEvent, readers } from './frame-event.ts';
import { type FrameState, nextFrameState } from './frame-state.ts';

export type ExternalApi = Parameters<
  NonNullable<ComponentProps<typeof JitsiMeeting>['onApiReady']>
>[0];

/**
 * Long, because the client's two megabytes take time on a slow line; a server that is gone sends
 * nothing.
 */
const loadTimeoutMs = 180_000;
/**
 * For a page that has loaded and sends nothing: refused by a policy, or an error in place of the
 * meeting.
 */
const readyTimeoutMs = 60_000;
/** Observed with the real client: 150 ms between the two rooms. */
const moveTimeoutMs = 4_000;

export type FrameListener = {
  onState(state: FrameState): void;
  /** As the person has them now. */
  onDevices(devices: Devices): void;
};

/**
 * @param left how the person left microphone and camera: the frame was built from it
 * @returns what stops it, and takes the frame away: the SDK never disposes what it makes
 */
export function followFrame(
  api: ExternalApi,
  left: Devices,
  { onState, onDevices }: FrameListener,
): () => void {
  let state: FrameState = { kind: 'opening' };
  let devices = left;
  let isOver = false;
  let timer = setTimeout(() => apply({ kind: 'silent' }), loadTimeoutMs);

  function apply(event: FrameEvent): void {
    if (isOver) return;
    const before = state;
    keep(nextDevices(devices, before, event));
    state = nextFrameState(before, event);
    if (state.kind !== before.kind) waitFor(state.kind);
    if (event.kind === 'joined') void settleDevices(before.kind === 'moving');
    if (state !== before) onState(state);
  }

  function waitFor(kind: FrameState['kind']): void {
    clearTimeout(timer);
    if (kind === 'moving') timer = setTimeout(() => apply({ kind: 'not-back' }), moveTimeoutMs);
  }

  function keep(now: Devices): void {
    if (now.microphone === devices.microphone && now.camera === devices.camera) return;
    devices = now;
    onDevices(now);
  }

  async function settleDevices(isMove: boolean): Promise<void> {
    const leftBefore = devices;
    const [audio, video] = await Promise.all([api.isAudioMuted(), api.isVideoMuted()]);
    if (isOver || state.kind !== 'inside') return;
    const settled = settle(leftBefore, { audio, video }, isMove);
    keep(settled.devices);
    for (const device of settled.switchOff) api.executeCommand(toggles[device]);
  }

  function onLoad(): void {
    if (isOver || state.kind !== 'opening') return;
    clearTimeout(timer);
    timer = setTimeout(() => apply({ kind: 'silent' }), readyTimeoutMs);
  }

  const frame = api.getIFrame();
  frame.addEventListener('load', onLoad);
  for (const [name, read] of Object.entries(readers)) {
    api.on(name, (about: Record<string, unknown> = {}) => {
      const event = read(about);
      if (event) apply(event);
    });
  }

  return () => {
    isOver = true;
    clearTimeout(timer);
    frame.removeEventListener('load', onLoad);
    api.dispose();
  };
}

const toggles = { microphone: 'toggleAudio', camera: 'toggleVideo' } as const;
