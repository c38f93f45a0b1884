import { describe, expect, it } from 'vitest';
import { nextDevices, settle } from './frame-devices.ts';
import type { FrameState } from './frame-state.ts';

const off = { microphone: false, camera: false };
const on = { microphone: true, camera: true };
const inside: FrameState = { kind: 'inside', ownId: 'a', isModerator: false, inBreakout: false };

describe('what the frame tells of its devices', () => {
  it('is the person’s where there is a button to press', () => {
    const event = { kind: 'microphone', isOn: true } as const;
    expect(nextDevices(off, inside, event)).toEqual({ microphone: true, camera: false });
    expect(nextDevices(off, { kind: 'in-lobby' }, event).microphone).toBe(true);
  });
  it.each<FrameState>([
    { kind: 'opening' },
    { kind: 'connecting' },
    { kind: 'moving' },
    { kind: 'left' },
    { kind: 'lost' },
  ])('is the client’s own while it is $kind', (state) => {
    expect(nextDevices(off, state, { kind: 'microphone', isOn: true })).toBe(off);
    expect(nextDevices(on, state, { kind: 'camera', isOn: false })).toBe(on);
  });
});

describe('a frame that has joined', () => {
  it('is switched off where it is on and was left off', () => {
    expect(settle(off, { audio: false, video: false }, false)).toEqual({
      devices: off,
      switchOff: ['microphone', 'camera'],
    });
  });
  it('is never switched on', () => {
    expect(settle(on, { audio: true, video: true }, false)).toEqual({
      devices: off,
      switchOff: [],
    });
  });
  it('that does not say how it is, is left alone: a toggle could switch it on', () => {
    const unknown = { audio: undefined, video: undefined };
    expect(settle(off, unknown, false)).toEqual({ devices: off, switchOff: [] });
    expect(settle(on, unknown, true)).toEqual({ devices: on, switchOff: [] });
  });
  it('after a move keeps the camera that the client carried over, and no microphone', () => {
    expect(settle(off, { audio: false, video: false }, true)).toEqual({
      devices: { microphone: false, camera: true },
      switchOff: ['microphone'],
    });
  });
});
