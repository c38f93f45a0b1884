import { Trans, useLingui } from '@lingui/react/macro';
import type { Check } from '../../server/contract/admin.ts';
import styles from './admin-page.module.css';

export function CheckList({ checks }: { checks: readonly Check[] }) {
  const { t } = useLingui();
  const names: Record<Check['name'], string> = {
    storage: t`Storage`,
    directory: t`Directory of people`,
    'meeting-server': t`Meeting server`,
    settings: t`Settings`,
  };
  const consequences: Record<Check['name'], string> = {
    storage: t`Nothing can be saved: nobody signs in, and no lesson starts.`,
    directory: t`Nobody can sign in anew. Whoever is signed in stays.`,
    'meeting-server': t`No lesson can be started. Those that run go on.`,
    settings: t`Homeroom will not start anew like this.`,
  };
  return (
    <ul className={styles['checks']}>
      {checks.map(({ name, isReady, detail }) => (
        <li key={name} className={isReady ? '' : styles['broken']}>
          <strong>{names[name]}</strong>
          <span className={styles['state']}>
            {isReady ? <Trans>✓ In order</Trans> : <Trans>✗ Needs attention</Trans>}
          </span>
          {!isReady && <span className={styles['consequence']}>{consequences[name]}</span>}
          {/* The server's own words, which are English, as its log is. */}
          {detail && (
            <span className={styles['detail']} lang="en" dir="ltr">
              {detail}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
