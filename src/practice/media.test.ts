import { describe, expect, it, vi } from 'vitest';
import { createMedia } from './media.ts';
import type { JitsiEvent } from './translate.ts';

function open(config: Record<string, string> = {}) {
  const tell = vi.fn<(event: JitsiEvent) => void>();
  const given = new URLSearchParams(
    Object.entries(config).map(([key, value]) => [`config.${key}`, value]),
  );
  const media = createMedia(given, tell, () => {});
  return { media, told: () => briefly(tell.mock.calls.flat()) };
}

const briefly = (events: readonly JitsiEvent[]) =>
  events.map(({ name, muted }) => (typeof muted === 'boolean' ? `${name} ${String(muted)}` : name));
const joined = { name: 'video-conference-joined' };
const left = { name: 'video-conference-left' };

describe('a frame that is told nothing', () => {
  it('starts with microphone and camera on', () => {
    expect(open().media.now()).toEqual({ microphone: true, camera: true });
  });
  it('says at first that the camera is off, though it is wanted', () => {
    const { media, told } = open();
    expect(told()).toEqual(['audio-mute-status-changed false', 'video-mute-status-changed true']);
    expect(briefly(media.around(joined))).toEqual([
      'video-mute-status-changed false',
      'video-conference-joined',
    ]);
  });
  it('lets go of the camera before it leaves a room, and takes it up in the next', () => {
    const { media } = open();
    media.around(joined);
    expect(briefly(media.around(left))[0]).toBe('video-mute-status-changed true');
    expect(media.answer('is-video-muted')).toBe(true);
    expect(briefly(media.around(joined))[0]).toBe('video-mute-status-changed false');
  });
});

describe('a frame that is told to be silent and unseen', () => {
  const silent = { startWithAudioMuted: 'true', startWithVideoMuted: 'true' };
  it('is, and still says first that the microphone is on', () => {
    const { media, told } = open(silent);
    expect(media.now()).toEqual({ microphone: false, camera: false });
    expect(told()).toEqual([
      'audio-mute-status-changed false',
      'video-mute-status-changed true',
      'audio-mute-status-changed true',
    ]);
    expect(briefly(media.around(joined))).toEqual(['video-conference-joined']);
  });
  it('answers how it is, and tells what a press changes', () => {
    const { media, told } = open(silent);
    expect(media.answer('is-audio-muted')).toBe(true);
    media.toggle('microphone');
    media.toggle('camera');
    expect(media.answer('is-audio-muted')).toBe(false);
    expect(media.answer('is-video-muted')).toBe(false);
    expect(told().slice(-2)).toEqual([
      'audio-mute-status-changed false',
      'video-mute-status-changed false',
    ]);
  });
});
