/**
 * The meeting in the page: everything of Jitsi that the browser touches. Mount
 * it anew (`key`) for another pass, since the SDK builds its frame only once;
 * unmounting leaves the meeting at once.
 */
import { JitsiMeeting } from '@jitsi/react-sdk';
import { useEffect, useEffectEvent, useState } from 'react';
import type { MeetingPlace } from '../../server/contract/boot.ts';
import type { Pass } from '../../server/contract/pass.ts';
import { loadExternalApi } from './external-api.ts';
import { type Devices, frameConfig } from './frame-config.ts';
import type { FrameState } from './frame-state.ts';
import styles from './jitsi-frame.module.css';
import { type ExternalApi, useFrameState } from './use-frame-state.ts';

export type JitsiFrameProps = {
  place: MeetingPlace;
  pass: Pass;
  /** Jitsi's language: the interface's. */
  language: string;
  devices: Devices;
  /** The frame's accessible name. */
  title: string;
  /** Called at every change; after an ending the frame must be taken away. */
  onState: (state: FrameState) => void;
};

/** All that a meeting needs; Jitsi's own script would delegate more. */
const delegated = 'camera; microphone; display-capture; autoplay; fullscreen';

export function JitsiFrame(props: JitsiFrameProps) {
  const script = useExternalApi(props.place.scriptUrl);
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

function Frame({ place, pass, language, devices, title, ...props }: JitsiFrameProps) {
  const { state, listen } = useFrameState();
  const onState = useEffectEvent(props.onState);
  useEffect(() => onState(state), [state]);

  function onApiReady(api: ExternalApi): void {
    const frame = api.getIFrame();
    // Before the frame's page arrives, which is when the browser reads it.
    frame.setAttribute('allow', delegated);
    frame.setAttribute('title', title);
    listen(api);
  }

  return (
    <div className={styles['frame']}>
      <JitsiMeeting
        domain={place.domain}
        roomName={pass.slug}
        jwt={pass.pass}
        lang={language}
        configOverwrite={frameConfig(pass.affiliation, devices)}
        onApiReady={onApiReady}
      />
    </div>
  );
}
