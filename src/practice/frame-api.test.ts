// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createExternalApi } from './frame-api.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

const ExternalApi = createExternalApi((_domain, room) => `/meeting/${room}`);

/** The page in the frame, at the other end of the channel. */
function open() {
  const api = new ExternalApi('localhost', {
    roomName: 'maths-7a',
    parentNode: document.body,
    jwt: 'the pass',
    lang: 'de',
    configOverwrite: { readOnlyName: true },
  });
  const frame = api.getIFrame();
  const scope = `jitsi_meet_external_api_${new URL(frame.src).hash.match(/api_id=(\d+)/)?.[1]}`;
  const heard: { method: string; params: unknown }[] = [];
  const page = frame.contentWindow;
  if (!page) throw new Error('no frame');
  vi.spyOn(page, 'postMessage').mockImplementation((text: unknown) => {
    heard.push(JSON.parse(String(text)));
  });
  const say = (method: string, params: unknown, source = page) =>
    window.dispatchEvent(
      new MessageEvent('message', {
        data: JSON.stringify({ postis: true, scope, method, params }),
        origin: location.origin,
        source,
      }),
    );
  const tell = (data: object) => say('message', { type: 'event', data });
  function greet() {
    vi.advanceTimersByTime(50);
    say('__ready__', heard.find(({ method }) => method === '__ready__')?.params);
  }
  return { api, frame, heard, say, tell, greet };
}

it('gives the pass in the fragment, which reaches no server', () => {
  const address = new URL(open().frame.src);
  expect(address.pathname + address.search).toBe('/meeting/maths-7a?lang=de');
  expect(new URLSearchParams(address.hash.slice(1)).get('jwt')).toBe('the pass');
});

it('delegates camera and microphone, and nothing that a meeting does not need', () => {
  expect(open().frame.allow).toBe(
    'autoplay; camera; clipboard-write; display-capture; fullscreen; microphone; screen-wake-lock; speaker-selection',
  );
});

it('says what the frame says, by Jitsi’s names', () => {
  const { api, tell } = open();
  const onJoined = vi.fn<(about: object) => void>();
  api.on('videoConferenceJoined', onJoined);
  tell({ name: 'video-conference-joined', id: 'own', displayName: 'Ada' });
  expect(onJoined).toHaveBeenCalledWith({ id: 'own', displayName: 'Ada' });
});

it('keeps commands until the frame has answered the greeting', () => {
  const { api, heard, greet } = open();
  api.executeCommand('hangup');
  expect(heard.filter(({ method }) => method === 'message')).toEqual([]);
  greet();
  const params = { type: 'event', data: { name: 'video-hangup', data: [] } };
  expect(heard).toContainEqual(expect.objectContaining({ method: 'message', params }));
});

it('resolves what was asked by the answer to it', async () => {
  const { api, greet, say } = open();
  greet();
  const muted = api.isAudioMuted();
  say('message', { type: 'response', id: 0, result: true });
  await expect(muted).resolves.toBe(true);
});

it('hears nobody but its own frame', () => {
  const { api, say } = open();
  const onReady = vi.fn<() => void>();
  api.on('ready', onReady);
  say('message', { type: 'event', data: { name: 'ready' } }, window);
  expect(onReady).not.toHaveBeenCalled();
});

it('takes the frame away and hears nothing more', () => {
  const { api, tell } = open();
  const onReady = vi.fn<() => void>();
  api.on('ready', onReady);
  api.dispose();
  tell({ name: 'ready' });
  expect(document.querySelector('iframe')).toBeNull();
  expect(onReady).not.toHaveBeenCalled();
});
