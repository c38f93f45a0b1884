/**
 * Jitsi's external API (`JitsiMeetExternalAPI`), as far as Homeroom speaks it,
 * for frames that Jitsi's own cannot address: it always goes to
 * `https://<domain>/`, a practice meeting may be on plain http and elsewhere.
 */
import { isRecord, openChannel, type Channel } from './postis.ts';

type FrameOptions = {
  roomName: string;
  parentNode: HTMLElement;
  jwt?: string;
  lang?: string;
  configOverwrite?: Record<string, unknown>;
  onload?: () => void;
};

type Listener = (about: Record<string, unknown>) => void;

/** The frame's events, and what the API calls them. */
const eventNames: Record<string, string> = {
  ready: 'ready',
  'video-conference-joined': 'videoConferenceJoined',
  'video-conference-left': 'videoConferenceLeft',
  'video-ready-to-close': 'readyToClose',
  'participant-joined': 'participantJoined',
  'participant-left': 'participantLeft',
  'participant-role-changed': 'participantRoleChanged',
  'participant-kicked-out': 'participantKickedOut',
  'error-occurred': 'errorOccurred',
  'suspend-detected': 'suspendDetected',
  'audio-mute-status-changed': 'audioMuteStatusChanged',
  'video-mute-status-changed': 'videoMuteStatusChanged',
  'notification-triggered': 'notificationTriggered',
};

const commandNames: Record<string, string> = {
  hangup: 'video-hangup',
  endConference: 'end-conference',
  grantModerator: 'grant-moderator',
  kickParticipant: 'kick-participant',
  joinBreakoutRoom: 'join-breakout-room',
  toggleAudio: 'toggle-audio',
  toggleVideo: 'toggle-video',
};

/** Jitsi's own delegates more; its host narrows it. */
const delegated = [
  'autoplay',
  'camera',
  'clipboard-write',
  'display-capture',
  'fullscreen',
  'microphone',
  'screen-wake-lock',
  'speaker-selection',
].join('; ');

let frames = 0;

/** The part of `JitsiMeetExternalAPI` that its callers here use. */
type ExternalApi = new (
  domain: string,
  options: FrameOptions,
) => {
  getIFrame(): HTMLIFrameElement;
  on(event: string, listener: Listener): unknown;
  executeCommand(name: string, ...data: readonly unknown[]): void;
  isAudioMuted(): Promise<unknown>;
  isVideoMuted(): Promise<unknown>;
  dispose(): void;
};

/** @param pageAddress where the meeting's page for a room is, without query and fragment */
export function createExternalApi(
  pageAddress: (domain: string, roomName: string) => string,
): ExternalApi {
  return class JitsiMeetExternalAPI {
    readonly #frame: HTMLIFrameElement;
    readonly #channel: Channel;
    readonly #onload: (() => void) | undefined;
    readonly #listeners = new Map<string, Set<Listener>>();
    readonly #answers = new Map<number, (result: unknown) => void>();
    #requests = 0;

    constructor(domain: string, options: FrameOptions) {
      const id = String(frames++);
      const address = new URL(pageAddress(domain, options.roomName), window.location.href);
      if (options.lang) address.searchParams.set('lang', options.lang);
      address.hash = fragment(id, options);
      this.#onload = options.onload;
      this.#frame = document.createElement('iframe');
      this.#frame.name = `jitsiConferenceFrame${id}`;
      this.#frame.id = this.#frame.name;
      this.#frame.allow = delegated;
      this.#frame.style.cssText = 'border:0;block-size:100%;inline-size:100%';
      this.#frame.src = address.href;
      this.#channel = openChannel({
        peer: () => this.#frame.contentWindow,
        origin: address.origin,
        id,
        onMessage: (message) => this.#onMessage(message),
      });
      options.parentNode.append(this.#frame);
    }

    getIFrame(): HTMLIFrameElement {
      return this.#frame;
    }

    on(event: string, listener: Listener): this {
      const listeners = this.#listeners.get(event) ?? new Set();
      this.#listeners.set(event, listeners.add(listener));
      return this;
    }

    executeCommand(name: string, ...data: readonly unknown[]): void {
      const wireName = commandNames[name];
      if (wireName) this.#channel.send({ type: 'event', data: { name: wireName, data } });
    }

    isAudioMuted(): Promise<unknown> {
      return this.#ask('is-audio-muted');
    }

    isVideoMuted(): Promise<unknown> {
      return this.#ask('is-video-muted');
    }

    dispose(): void {
      this.#channel.close();
      this.#listeners.clear();
      this.#frame.remove();
    }

    #ask(name: string): Promise<unknown> {
      const id = this.#requests++;
      const { promise, resolve } = Promise.withResolvers<unknown>();
      this.#answers.set(id, resolve);
      this.#channel.send({ type: 'request', id, data: { name } });
      return promise;
    }

    #onMessage(message: unknown): void {
      if (!isRecord(message)) return;
      if (message['type'] === 'response') this.#answered(message);
      if (message['type'] === 'event' && isRecord(message['data'])) this.#happened(message['data']);
    }

    #answered({ id, result }: Record<string, unknown>): void {
      if (typeof id !== 'number') return;
      this.#answers.get(id)?.(result);
      this.#answers.delete(id);
    }

    #happened({ name, ...about }: Record<string, unknown>): void {
      const event = eventNames[String(name)];
      if (!event) return;
      if (event === 'ready') this.#onload?.();
      this.#listeners.get(event)?.forEach((listener) => listener(about));
    }
  };
}

/**
 * Everything is in the fragment, the pass too: a fragment is sent to no server and stands in no
 * log.
 */
function fragment(id: string, { jwt, configOverwrite = {} }: FrameOptions): string {
  const parts = new URLSearchParams({ jitsi_meet_external_api_id: id });
  if (jwt) parts.set('jwt', jwt);
  for (const [key, value] of Object.entries(configOverwrite)) {
    parts.set(`config.${key}`, JSON.stringify(value));
  }
  return parts.toString();
}
