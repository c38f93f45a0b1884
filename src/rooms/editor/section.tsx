import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useId } from 'react';
import { Button } from '../../ui/button.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import styles from './room-settings-page.module.css';
import type { Saver } from './use-changes.ts';

/** A part of the settings. `status` stands beside its heading: whether its last change is saved. */
export function Section({
  title,
  status,
  children,
}: {
  title: string;
  status?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={styles['section']} aria-labelledby={id}>
      <div className={styles['top']}>
        <h2 id={id}>{title}</h2>
        {status}
      </div>
      {children}
    </section>
  );
}

/** A part whose changes are saved as they are made. */
export function SavedSection({
  title,
  saver,
  children,
}: {
  title: string;
  saver: Saver;
  children: ReactNode;
}) {
  const { t } = useLingui();
  const { isSaving, undo, error } = saver;
  const said = isSaving ? t`Saving …` : undo && t`Saved`;
  return (
    <Section
      title={title}
      status={
        <SavedStatus about={title} said={said} onUndo={undo ? () => saver.save(undo) : null} />
      }
    >
      {children}
      <Refusal error={error} />
    </Section>
  );
}

/** Keeps its place while there is nothing to say, so that nothing below it jumps. */
export function SavedStatus({
  about,
  said,
  onUndo,
}: {
  about: string;
  said: string | null;
  onUndo: (() => void) | null;
}) {
  const { t } = useLingui();
  return (
    <div className={styles['status']}>
      <span role="status">{said}</span>
      {(onUndo || said) && (
        <Button
          isBusy={!onUndo}
          onClick={onUndo ?? undefined}
          aria-label={t`Undo the change: ${about}`}
        >
          <Trans>Undo</Trans>
        </Button>
      )}
    </div>
  );
}
