// @vitest-environment jsdom
import { cleanup, render, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ids } from '../../server/contract/testing/ids.ts';
import type { Devices } from './frame-devices.ts';
import type { FrameState } from './frame-state.ts';
import { JitsiFrame } from './jitsi-frame.tsx';

type Listener = (about?: Record<string, unknown>) => void;

/** Jitsi's external API, whose frame says what the test wants. */
class Api {
  static made: Api[] = [];
  readonly frame = document.createElement('iframe');
  readonly dispose = vi.fn<() => void>();
  readonly executeCommand = vi.fn<(name: string) => void>();
  isAudioMuted = vi.fn<() => Promise<unknown>>(() => Promise.resolve(true));
  isVideoMuted = vi.fn<() => Promise<unknown>>(() => Promise.resolve(true));
  readonly #listeners: [name: string, listener: Listener][] = [];
  readonly domain: string;
  readonly options: Record<string, unknown>;
  constructor(domain: string, options: Record<string, unknown>) {
    this.domain = domain;
    this.options = options;
    Api.made.push(this);
  }
  getIFrame() {
    return this.frame;
  }
  on(name: string, listener: Listener) {
    this.#listeners.push([name, listener]);
  }
  /** Whether somebody listens to it yet. */
  get isFollowed() {
    return this.#listeners.length > 0;
  }
  say(said: string, about: Record<string, unknown> = {}) {
    for (const [name, listener] of this.#listeners) if (name === said) listener(about);
  }
}

beforeEach(() => {
  Api.made = [];
  Object.assign(window, { JitsiMeetExternalAPI: Api });
});
afterEach(() => {
  vi.useRealTimers();
  cleanup();
  document.head.replaceChildren();
  Reflect.deleteProperty(window, 'JitsiMeetExternalAPI');
});

type Hears = {
  onState?: (state: FrameState) => void;
  onDevices?: (devices: Devices) => void;
  devices?: Devices;
  roomName?: string;
};

const silent: Devices = { microphone: false, camera: false };

function frame({
  onState = () => {},
  onDevices = () => {},
  devices = silent,
  roomName = 'Maths 7a',
}: Hears = {}) {
  return (
    <JitsiFrame
      meetingHost={{ kind: 'practice', domain: 'localhost:8080', scriptUrl: '/api.js' }}
      pass={{
        pass: 'signed',
        slug: ids.slug('maths-7a'),
        lessonId: ids.lesson('lesson-1'),
        personId: ids.person('finn'),
        affiliation: 'member',
        expiresAt: 0,
      }}
      language="de"
      devices={devices}
      roomName={roomName}
      title="Meeting in Maths"
      onState={onState}
      onDevices={onDevices}
    />
  );
}

const show = (hears: Hears = {}) => render(frame(hears));

async function shown(hears: Hears = {}) {
  const page = show(hears);
  const api = await waitFor(() => {
    const [made] = Api.made;
    if (!made?.isFollowed) throw new Error('no frame yet');
    return made;
  });
  return { ...page, api };
}

it('says it where the script does not come', async () => {
  Reflect.deleteProperty(window, 'JitsiMeetExternalAPI');
  const onState = vi.fn<(state: FrameState) => void>();
  show({ onState });
  document.head.querySelector('script')?.dispatchEvent(new Event('error'));
  await waitFor(() => expect(onState).toHaveBeenLastCalledWith({ kind: 'no-frame' }));
});

it('hands over room, pass, language, and a member who is silent and unseen', async () => {
  const { api } = await shown();
  expect(api.domain).toBe('localhost:8080');
  expect(api.options).toMatchObject({
    roomName: 'maths-7a',
    jwt: 'signed',
    lang: 'de',
    configOverwrite: {
      prejoinConfig: { enabled: false },
      disableDeepLinking: true,
      startWithAudioMuted: true,
      startWithVideoMuted: true,
      readOnlyName: true,
    },
  });
  expect(api.frame.getAttribute('title')).toBe('Meeting in Maths');
  expect(api.options['configOverwrite']).toMatchObject({ localSubject: 'Maths 7a' });
  expect(api.frame.getAttribute('allow')).toBe(
    'autoplay; camera; clipboard-write; display-capture; fullscreen; microphone; screen-wake-lock; speaker-selection',
  );
});

it('calls the meeting by the new name when the room is renamed, and only then', async () => {
  const { api, rerender } = await shown();
  rerender(frame({}));
  expect(api.executeCommand).not.toHaveBeenCalled();
  rerender(frame({ roomName: 'Algebra' }));
  await waitFor(() => expect(api.executeCommand).toHaveBeenCalledWith('localSubject', 'Algebra'));
  expect(api.executeCommand).toHaveBeenCalledOnce();
});

it('tells how the meeting stands', async () => {
  const onState = vi.fn<(state: FrameState) => void>();
  const { api } = await shown({ onState });
  api.say('ready');
  await waitFor(() => expect(onState).toHaveBeenLastCalledWith({ kind: 'connecting' }));
  api.say('readyToClose');
  await waitFor(() => expect(onState).toHaveBeenLastCalledWith({ kind: 'left' }));
});

it('takes the frame away when the page goes', async () => {
  const { api, unmount } = await shown();
  unmount();
  expect(api.dispose).toHaveBeenCalledOnce();
});

describe('microphone and camera', () => {
  const joined = (api: Api) => api.say('videoConferenceJoined', { id: 'own' });

  it('are told of when the person has changed them, not when the client starts', async () => {
    const onDevices = vi.fn<(devices: Devices) => void>();
    const { api } = await shown({ onDevices });
    api.say('ready');
    api.say('audioMuteStatusChanged', { muted: false });
    api.say('videoMuteStatusChanged', { muted: false });
    expect(onDevices).not.toHaveBeenCalled();
    joined(api);
    api.say('audioMuteStatusChanged', { muted: false });
    expect(onDevices).toHaveBeenLastCalledWith({ microphone: true, camera: false });
  });

  it('that the client has on although they were left off, are switched off', async () => {
    const { api } = await shown();
    api.isAudioMuted.mockResolvedValue(false);
    api.isVideoMuted.mockResolvedValue(false);
    joined(api);
    await waitFor(() => expect(api.executeCommand).toHaveBeenCalledTimes(2));
    expect(api.executeCommand).toHaveBeenCalledWith('toggleAudio');
    expect(api.executeCommand).toHaveBeenCalledWith('toggleVideo');
  });

  it('that are off already, are not touched', async () => {
    const onDevices = vi.fn<(devices: Devices) => void>();
    const { api } = await shown({ onDevices, devices: { microphone: true, camera: true } });
    joined(api);
    await waitFor(() =>
      expect(onDevices).toHaveBeenLastCalledWith({ microphone: false, camera: false }),
    );
    expect(api.executeCommand).not.toHaveBeenCalled();
  });
});

describe('a client that is slow', () => {
  const silentStates = async (load: boolean, ms: number) => {
    const onState = vi.fn<(state: FrameState) => void>();
    const { api } = await shown({ onState });
    vi.useFakeTimers();
    if (load) api.frame.dispatchEvent(new Event('load'));
    vi.advanceTimersByTime(ms);
    return onState.mock.calls.map(([{ kind }]) => kind);
  };
  it('has a minute from when its page is there', async () => {
    expect(await silentStates(true, 59_900)).toEqual([]);
  });
  it('and no more', async () => {
    expect(await silentStates(true, 60_000)).toEqual(['no-frame']);
  });
  it('and longer for its page to come', async () => {
    expect(await silentStates(false, 60_000)).toEqual([]);
  });
});

it('takes the client’s wish for a login for a pass that has run out', async () => {
  const onState = vi.fn<(state: FrameState) => void>();
  const { api } = await shown({ onState });
  expect(api.options['configOverwrite']).toMatchObject({
    disabledNotifications: ['dialog.login', 'dialog.loginOnResume'],
  });
  api.say('videoConferenceJoined', { id: 'own' });
  api.say('notificationTriggered', { title: 'notify.raisedHand' });
  api.say('notificationTriggered', { title: 'dialog.login', description: 'dialog.loginOnResume' });
  expect(onState.mock.calls.map(([{ kind }]) => kind)).toEqual(['inside', 'pass-refused']);
});

it('offers a member nothing that has no place in a lesson', async () => {
  const { api } = await shown();
  expect(api.options['configOverwrite']).toMatchObject({
    localRecording: { disable: true },
    disableInviteFunctions: true,
    lobby: { autoKnock: true },
    speakerStats: { disabled: true },
    disableShowMoreStats: true,
    disableAddingBackgroundImages: true,
    faceLandmarks: { enableFaceExpressionsDetection: false },
    toolbarButtons: expect.not.arrayContaining(['invite']),
  });
  for (const button of [
    'embedmeeting',
    'security',
    'recording',
    'livestreaming',
    'profile',
    'stats',
    'shareaudio',
    'sharedvideo',
    'hangup',
  ]) {
    expect(api.options['configOverwrite']).not.toHaveProperty(
      'toolbarButtons',
      expect.arrayContaining([button]),
    );
  }
});
