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
  return (
    <ul className={styles['checks']}>
      {checks.map(({ name, isReady, detail }) => (
        <li key={name} className={isReady ? '' : styles['broken']}>
          <strong>{names[name]}</strong>
          <span className={styles['state']}>
            {isReady ? <Trans>✓ In order</Trans> : <Trans>✗ Needs attention</Trans>}
          </span>
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
