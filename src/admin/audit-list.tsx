import { Trans } from '@lingui/react/macro';
import type { AuditRow } from '../../server/contract/admin.ts';
import { Time } from '../ui/time.tsx';
import styles from './admin-page.module.css';

export function AuditList({ rows }: { rows: readonly AuditRow[] }) {
  return (
    <ul className={styles['list']}>
      {rows.map((row) => (
        <Entry key={row.id} row={row} />
      ))}
    </ul>
  );
}

function Entry({ row: { at, kind, person, room, affiliation, isVoid } }: { row: AuditRow }) {
  return (
    <li>
      <span>
        <bdi>{person}</bdi>
        <span className={styles['about']}>
          {kind === 'sign-in' ? (
            <Trans>Signed in</Trans>
          ) : affiliation === 'owner' ? (
            <Trans>Pass as organizer</Trans>
          ) : (
            <Trans>Pass as member</Trans>
          )}
          {room !== null && (
            <>
              {' · '}
              <bdi>{room}</bdi>
            </>
          )}
          {isVoid && (
            <>
              {' · '}
              <Trans>taken back</Trans>
            </>
          )}
        </span>
      </span>
      <Time at={at} />
    </li>
  );
}
