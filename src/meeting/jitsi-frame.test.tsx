// @vitest-environment jsdom
import { cleanup, render, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FrameState } from './frame-state.ts';
import { JitsiFrame } from './jitsi-frame.tsx';

type Listener = (about?: Record<string, unknown>) => void;

/** Jitsi's external API, whose frame says what the test wants. */
class Api {
  static made: Api[] = [];
  readonly frame = document.createElement('iframe');
  readonly dispose = vi.fn<() => void>();
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
  say(said: string) {
    for (const [name, listener] of this.#listeners) if (name === said) listener();
  }
}

beforeEach(() => {
  Api.made = [];
  Object.assign(window, { JitsiMeetExternalAPI: Api });
});
afterEach(() => {
  cleanup();
  document.head.replaceChildren();
  Reflect.deleteProperty(window, 'JitsiMeetExternalAPI');
});

function show(onState: (state: FrameState) => void = () => {}) {
  return render(
    <JitsiFrame
      place={{ kind: 'practice', domain: 'localhost:8080', scriptUrl: '/api.js' }}
      pass={{
        pass: 'signed',
        slug: 'maths-7a',
        lessonId: 'lesson-1',
        affiliation: 'member',
        expiresAt: 0,
      }}
      language="de"
      devices={{ microphone: false, camera: false }}
      title="Meeting in Maths"
      onState={onState}
    />,
  );
}

async function shown(onState?: (state: FrameState) => void) {
  const page = show(onState);
  const api = await waitFor(() => {
    const [made] = Api.made;
    if (!made) throw new Error('no frame yet');
    return made;
  });
  return { ...page, api };
}

it('says it where the script does not come', async () => {
  Reflect.deleteProperty(window, 'JitsiMeetExternalAPI');
  const onState = vi.fn<(state: FrameState) => void>();
  show(onState);
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
  expect(api.frame.getAttribute('allow')).toBe(
    'camera; microphone; display-capture; autoplay; fullscreen',
  );
});

it('tells how the meeting stands', async () => {
  const onState = vi.fn<(state: FrameState) => void>();
  const { api } = await shown(onState);
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
