import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import styles from './room-settings-page.module.css';

/** The end of a form: save, and whether it worked. */
export function SaveRow({
  change: { isPending, isSuccess, error },
}: {
  change: { isPending: boolean; isSuccess: boolean; error: unknown };
}) {
  const { t } = useLingui();
  useEffect(() => {
    if (isSuccess) announce(t`Saved`);
  }, [isSuccess, t]);
  return (
    <>
      <div className={styles['actions']}>
        <Button type="submit" look="primary" isBusy={isPending}>
          {isPending ? <Trans>Saving …</Trans> : <Trans>Save</Trans>}
        </Button>
        {isSuccess && (
          <span className={styles['saved']}>
            <Trans>Saved</Trans>
          </span>
        )}
      </div>
      <Refusal error={error} />
    </>
  );
}
