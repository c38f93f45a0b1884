/** Lets people try camera and microphone before the lesson. Nobody else sees or hears it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { announce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import styles from './device-check.module.css';
import { type DeviceCheckState, useDeviceCheck } from './use-device-check.ts';
import { useLevel } from './use-level.ts';

export function DeviceCheck() {
  const { t } = useLingui();
  const { state, begin, end } = useDeviceCheck();
  const isOn = state.kind === 'on';
  return (
    <section className={styles['check']} aria-label={t`Camera and microphone`}>
      <Button isBusy={state.kind === 'asking'} onClick={isOn ? end : begin}>
        {isOn ? <Trans>End the check</Trans> : <Trans>Check camera and microphone</Trans>}
      </Button>
      {isOn && <Check stream={state.stream} />}
      {state.kind === 'refused' && (
        <p role="status">
          <Why why={state.why} />
        </p>
      )}
    </section>
  );
}

function Check({ stream }: { stream: MediaStream }) {
  const hasVideo = stream.getVideoTracks().length > 0;
  const hasAudio = stream.getAudioTracks().length > 0;
  return (
    <>
      {hasVideo ? (
        <Preview stream={stream} />
      ) : (
        <p>
          <Trans>There is no camera. The microphone is enough to take part.</Trans>
        </p>
      )}
      {hasAudio ? (
        <Microphone stream={stream} />
      ) : (
        <p>
          <Trans>There is no microphone. You can still listen and watch.</Trans>
        </p>
      )}
      <p className={styles['quiet']}>
        <Trans>Only you see and hear this. It ends when you go in.</Trans>
      </p>
    </>
  );
}

function Preview({ stream }: { stream: MediaStream }) {
  const { t } = useLingui();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return (
    <video
      ref={video}
      className={styles['preview']}
      aria-label={t`Your camera's picture`}
      autoPlay
      muted
      playsInline
    />
  );
}

type Hearing = 'listening' | 'heard' | 'silent';

function Microphone({ stream }: { stream: MediaStream }) {
  const { t } = useLingui();
  const [hearing, setHearing] = useState<Hearing>('listening');
  const meter = useLevel(stream, {
    onHeard() {
      setHearing('heard');
      announce(t`Your microphone works.`);
    },
    onSilent() {
      setHearing('silent');
      announce(t`Nothing is heard.`);
    },
  });
  return (
    <>
      <meter ref={meter} className={styles['level']} aria-label={t`Microphone`} min={0} max={1} />
      <p>
        <Heard hearing={hearing} microphone={stream.getAudioTracks()[0]?.label ?? ''} />
      </p>
    </>
  );
}

/** `microphone` is what the device calls it: often that shows that it is the wrong one. */
function Heard({ hearing, microphone }: { hearing: Hearing; microphone: string }) {
  switch (hearing) {
    case 'listening':
      return <Trans>Say something …</Trans>;
    case 'heard':
      return <Trans>Your microphone works.</Trans>;
    case 'silent':
      return (
        <Trans>
          Nothing is heard. Is <bdi>{microphone}</bdi> the right microphone, and is it switched on?
        </Trans>
      );
    default:
      return hearing satisfies never;
  }
}

type Refused = Extract<DeviceCheckState, { kind: 'refused' }>;

function Why({ why }: Pick<Refused, 'why'>) {
  switch (why) {
    case 'forbidden':
      return (
        <Trans>
          This browser may not use camera and microphone here. You can allow it beside the address,
          or take part without them.
        </Trans>
      );
    case 'busy':
      return (
        <Trans>
          Camera or microphone is in use by another program. Close that program and try again.
        </Trans>
      );
    case 'missing':
      return <Trans>No camera and no microphone were found. You can still listen and watch.</Trans>;
    default:
      return why satisfies never;
  }
}
