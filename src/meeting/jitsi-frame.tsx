/**
 * The meeting in the page: everything of Jitsi that the browser touches. Mount
 * it anew (`key`) for another pass, since the SDK builds its frame only once;
 * unmounting leaves the meeting at once.
 */
import { JitsiMeeting } from '@jitsi/react-sdk';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { MeetingHost } from '../../server/contract/page-data.ts';
import type { Pass } from '../../server/contract/pass.ts';
import { loadExternalApi } from './external-api.ts';
import { type ExternalApi, followFrame } from './follow-frame.ts';
import { frameConfig } from './frame-config.ts';
import type { Devices } from './frame-devices.ts';
import type { FrameState } from './frame-state.ts';
import styles from './jitsi-frame.module.css';

export type JitsiFrameProps = {
  meetingHost: MeetingHost;
  pass: Pass;
  /** Jitsi's language: the interface's. */
  language: string;
  /** As the person left them, or as they come in for the first time. */
  devices: Devices;
  /** What Jitsi calls the meeting. */
  roomName: string;
  /** The frame's accessible name. */
  title: string;
  /** Called at every change; after an ending the frame must be taken away. */
  onState: (state: FrameState) => void;
  onDevices: (devices: Devices) => void;
};

/** All that a meeting needs; Jitsi's own script would delegate more. */
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

export function JitsiFrame(props: JitsiFrameProps) {
  const script = useExternalApi(props.meetingHost.scriptUrl);
  const onState = useEffectEvent(props.onState);
  useEffect(() => {
    if (script === 'failed') onState({ kind: 'no-frame' });
  }, [script]);
  return script === 'loaded' ? <Frame {...props} /> : null;
}

function useExternalApi(address: string): 'loading' | 'loaded' | 'failed' {
  const [script, setScript] = useState<'loading' | 'loaded' | 'failed'>('loading');
  useEffect(() => {
    let isCurrent = true;
    const become = (now: 'loaded' | 'failed') => isCurrent && setScript(now);
    loadExternalApi(address).then(
      () => become('loaded'),
      () => become('failed'),
    );
    return () => {
      isCurrent = false;
    };
  }, [address]);
  return script;
}

function Frame({
  meetingHost,
  pass,
  language,
  devices,
  roomName,
  title,
  ...props
}: JitsiFrameProps) {
  const [api, setApi] = useState<ExternalApi | null>(null);
  /** The SDK builds its frame once, from the first ones. */
  const [left] = useState(devices);
  const shownName = useRef(roomName);
  const onState = useEffectEvent(props.onState);
  const onDevices = useEffectEvent(props.onDevices);

  useEffect(() => {
    if (!api) return;
    return followFrame(api, left, {
      onState: (state) => onState(state),
      onDevices: (now) => onDevices(now),
    });
  }, [api, left]);

  useEffect(() => {
    // Nothing to do for the name that it was built with.
    if (api && roomName !== shownName.current) api.executeCommand('localSubject', roomName);
    shownName.current = roomName;
  }, [api, roomName]);

  function onApiReady(ready: ExternalApi): void {
    const frame = ready.getIFrame();
    // Before the frame's page arrives, which is when the browser reads it.
    frame.setAttribute('allow', delegated);
    frame.setAttribute('title', title);
    setApi(ready);
  }

  return (
    <div className={styles['frame']}>
      <JitsiMeeting
        domain={meetingHost.domain}
        roomName={pass.slug}
        jwt={pass.pass}
        lang={language}
        configOverwrite={frameConfig(pass.affiliation, left, roomName)}
        onApiReady={onApiReady}
      />
    </div>
  );
}
