import { useLingui } from '@lingui/react/macro';
import { CheckField } from '../ui/choice-field.tsx';
import styles from './device-check.module.css';
import { playStart, useSound } from './start-sound.ts';

/** Off until somebody asks for it, and heard once then, so that nobody is startled later. */
export function SoundChoice() {
  const { t } = useLingui();
  const context = useSound((sound) => sound.context);
  return (
    <div className={styles['sound']}>
      <CheckField
        label={t`Play a quiet sound when the lesson starts`}
        checked={context !== null}
        onChange={({ target }) => choose(target.checked)}
      />
    </div>
  );
}

function choose(isWanted: boolean): void {
  const { context: before } = useSound.getState();
  const context = isWanted ? new AudioContext() : null;
  useSound.setState({ context });
  void before?.close();
  if (context) playStart(context);
}
