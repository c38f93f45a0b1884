/**
 * Microphone and camera of one frame, as the person in front of it left them.
 * Jitsi's client tells of them at times when nobody has touched anything: while
 * it starts it says "on" before it is told "off", and it lets go of the camera
 * whenever it leaves a room. Pure.
 */
import type { FrameEvent } from './frame-event.ts';
import type { FrameState } from './frame-state.ts';

export type Devices = { microphone: boolean; camera: boolean };

export function nextDevices(devices: Devices, state: FrameState, event: FrameEvent): Devices {
  if (event.kind !== 'microphone' && event.kind !== 'camera') return devices;
  if (!isInPersonsHands(state)) return devices;
  return { ...devices, [event.kind]: event.isOn };
}

/** Whether the person has buttons to press: in the meeting, and in Jitsi's lobby before it. */
function isInPersonsHands({ kind }: FrameState): boolean {
  return kind === 'inside' || kind === 'in-lobby' || kind === 'waiting';
}

/** What the client answers when it has joined; `undefined` from one that does not say. */
export type Muted = { audio: boolean | undefined; video: boolean | undefined };

/** How a frame that has joined is made to be as it was left, and what is true of it then. */
export type Settled = { devices: Devices; switchOff: readonly (keyof Devices)[] };

/**
 * Switches devices only off. A device that is off although it was left on stays off: by the
 * school's rule, or because it is missing. `isMove`: when people move from one room of the meeting
 * into another, the client lets go of the camera and takes it up again by itself.
 */
export function settle(left: Devices, muted: Muted, isMove: boolean): Settled {
  const switchOff: (keyof Devices)[] = [];
  if (!left.microphone && muted.audio === false) switchOff.push('microphone');
  if (!left.camera && muted.video === false && !isMove) switchOff.push('camera');
  return {
    devices: {
      microphone: left.microphone && muted.audio !== true,
      camera: isMove ? !(muted.video ?? !left.camera) : left.camera && muted.video !== true,
    },
    switchOff,
  };
}
