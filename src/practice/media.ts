/**
 * Microphone and camera of a frame that has neither, as Jitsi's client treats
 * them: both start on unless its configuration says otherwise, the host is told
 * of changes before and after anybody could have made them, and the camera goes
 * off by itself whenever a room is left.
 */
import type { JitsiEvent } from './translate.ts';

export type Device = 'microphone' | 'camera';
export type MediaState = Readonly<Record<Device, boolean>>;

export type Media = {
  now(): MediaState;
  toggle(device: Device): void;
  /** Adds to what the host is told, so that the camera opens and closes where Jitsi's does. */
  around(event: JitsiEvent): readonly JitsiEvent[];
  /** `is-audio-muted` and `is-video-muted`; anything else is not for here. */
  answer(request: unknown): boolean | undefined;
};

/** @param config the frame's fragment, with `config.startWithAudioMuted` and its like */
export function createMedia(
  config: URLSearchParams,
  tell: (event: JitsiEvent) => void,
  onChange: (now: MediaState) => void,
): Media {
  const isOff = (key: string) => config.get(`config.${key}`) === 'true';
  let state: MediaState = {
    microphone: !isOff('startWithAudioMuted'),
    camera: !isOff('startWithVideoMuted'),
  };
  /** A camera that was switched on is reported as off until its track is there. */
  let hasCameraTrack = false;

  // The first report is about how the client starts, and not about anybody's wish.
  tell(audio(false));
  tell(video(true));
  if (!state.microphone) tell(audio(true));

  function toggle(device: Device): void {
    state = { ...state, [device]: !state[device] };
    if (device === 'camera') hasCameraTrack = state.camera;
    tell(device === 'camera' ? video(!state.camera) : audio(!state.microphone));
    onChange(state);
  }

  function around(event: JitsiEvent): readonly JitsiEvent[] {
    if (event.name === 'video-conference-joined' && state.camera && !hasCameraTrack) {
      hasCameraTrack = true;
      return [video(false), event];
    }
    if (event.name === 'video-conference-left' && hasCameraTrack) {
      hasCameraTrack = false;
      return [video(true), event];
    }
    return [event];
  }

  return {
    now: () => state,
    toggle,
    around,
    answer(request) {
      if (request === 'is-audio-muted') return !state.microphone;
      return request === 'is-video-muted' ? !hasCameraTrack : undefined;
    },
  };
}

const audio = (muted: boolean): JitsiEvent => ({ name: 'audio-mute-status-changed', muted });
const video = (muted: boolean): JitsiEvent => ({ name: 'video-mute-status-changed', muted });
