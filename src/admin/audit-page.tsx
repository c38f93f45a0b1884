import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Audit } from '../../server/contract/admin.ts';
import { apiPaths, paths } from '../../server/contract/paths.ts';
import { request } from '../http/request.ts';
import { Button } from '../ui/button.tsx';
import { Link } from '../ui/link.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useDebounced } from '../ui/use-debounced.ts';
import styles from './admin-page.module.css';
import { AuditList } from './audit-list.tsx';

const auditQuery = (words: string, before: number | null) =>
  queryOptions({
    queryKey: ['admin', 'audit', words, before],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ q: words });
      if (before !== null) query.set('before', String(before));
      const path = `${apiPaths.adminAudit}?${query.toString()}`;
      return request<Audit>('GET', path, undefined, signal);
    },
  });

/** Who signed in, and who was given a pass; as long as that is kept. */
export default function AuditPage() {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const [before, setBefore] = useState<number | null>(null);
  const words = useDebounced(typed.trim());
  const { data, error } = useQuery({
    ...auditQuery(words, before),
    placeholderData: keepPreviousData,
  });
  const oldest = data?.rows.at(-1)?.at ?? null;
  return (
    <div className={styles['page']}>
      <div className={styles['head']}>
        <PageHeading title={t`Sign-ins and passes`} />
        <Link to={paths.admin}>
          <Trans>State of the server</Trans>
        </Link>
      </div>
      {data && (
        <p className={styles['quiet']}>
          <Plural
            value={data.keptDays}
            one="Each entry is deleted after # day."
            other="Each entry is deleted after # days."
          />
        </p>
      )}
      <div className={styles['search']} role="search">
        <TextField
          label={t`Find by the name of a person or a room`}
          type="search"
          value={typed}
          maxLength={80}
          onChange={({ target }) => {
            setTyped(target.value);
            setBefore(null);
          }}
        />
        <p role="status" className={styles['quiet']}>
          {data?.rows.length === 0 && <Trans>Nothing found</Trans>}
        </p>
      </div>
      <Refusal error={error} />
      {data && <AuditList rows={data.rows} />}
      <div className={styles['links']}>
        {before !== null && (
          <Button onClick={() => setBefore(null)}>
            <Trans>Newest entries</Trans>
          </Button>
        )}
        {data?.isCut && (
          <Button onClick={() => setBefore(oldest)}>
            <Trans>Older entries</Trans>
          </Button>
        )}
        <a href={`${apiPaths.adminAuditCsv}?q=${encodeURIComponent(words)}`} download>
          <Trans>All of them as a file (CSV)</Trans>
        </a>
      </div>
    </div>
  );
}
