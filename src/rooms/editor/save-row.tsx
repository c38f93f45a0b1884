import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import styles from './room-settings-page.module.css';

/** The end of a form: save, and whether it worked. */
export function SaveRow({
  change: { isPending, isDone, error },
}: {
  change: { isPending: boolean; isDone: boolean; error: unknown };
}) {
  const { t } = useLingui();
  useEffect(() => {
    if (isDone) announce(t`Saved`);
  }, [isDone, t]);
  return (
    <>
      <div className={styles['actions']}>
        <Button type="submit" variant="primary" isBusy={isPending}>
          {isPending ? <Trans>Saving …</Trans> : <Trans>Save</Trans>}
        </Button>
        {isDone && (
          <span className={styles['saved']}>
            <Trans>Saved</Trans>
          </span>
        )}
      </div>
      <Refusal error={error} />
    </>
  );
}
