import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { paths } from '../../server/contract/paths.ts';
import type { AdminStatus } from '../../server/contract/admin.ts';
import { ButtonLink } from '../ui/button.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { PlainPage } from '../ui/plain-page.tsx';
import { ErrorSentence } from '../ui/refusal.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { WarningNotices } from '../ui/warning-notices.ts';
import styles from './admin-page.module.css';
import { adminStatusQuery } from './api/status.ts';
import { CheckList } from './check-list.tsx';
import { DoctorSection } from './doctor-section.tsx';
import { LessonsSection } from './lessons-section.tsx';

/** The checks that have to pass for Homeroom to work, with their results. */
export default function AdminPage() {
  const { t } = useLingui();
  const { data: status, error: latest } = useQuery(adminStatusQuery());
  const error = useStaying(latest, status !== undefined);
  if (status) return <Status status={status} />;
  if (!error) return <Skeleton label={t`Loading …`} />;
  return (
    <PlainPage
      title={t`The state of the server cannot be shown`}
      action={
        <ButtonLink to={paths.home} variant="primary">
          <Trans>To the start page</Trans>
        </ButtonLink>
      }
    >
      <p role="alert">
        <ErrorSentence error={error} />
      </p>
    </PlainPage>
  );
}

/** What went wrong is true until it goes well: between two tries the query forgets it. */
function useStaying(latest: Error | null, isWell: boolean): Error | null {
  const [last, setLast] = useState(latest);
  if (isWell && last) setLast(null);
  else if (latest && latest !== last) setLast(latest);
  return last;
}

function Status({
  status: { checks, warnings, counts, doctor, version, startedAt },
}: {
  status: AdminStatus;
}) {
  const { t } = useLingui();
  return (
    <div className={styles['page']}>
      <PageHeading title={t`State of the server`} />
      <nav className={styles['links']} aria-label={t`Administration`}>
        <ButtonLink to={paths.adminRooms}>
          <Trans>All rooms</Trans>
        </ButtonLink>
        <ButtonLink to={paths.adminAudit}>
          <Trans>Sign-ins and passes</Trans>
        </ButtonLink>
      </nav>
      {warnings.length > 0 && (
        <Suspense>
          <WarningNotices warnings={warnings} />
        </Suspense>
      )}
      <section className={styles['group']}>
        <h2>
          <Trans>In order?</Trans>
        </h2>
        <CheckList checks={checks} />
      </section>
      <DoctorSection doctor={doctor} />
      <LessonsSection />
      <section className={styles['group']}>
        <h2>
          <Trans>Now</Trans>
        </h2>
        <Counts counts={counts} />
      </section>
      <div className={styles['quiet']}>
        <p>
          <Trans>
            Homeroom {version}, running since <Time at={startedAt} />
          </Trans>
        </p>
        <p>
          <Trans>
            To upgrade, install the newer package. Lessons that run go on, and nobody is signed out.
            Have the server examined afterwards.
          </Trans>
        </p>
      </div>
    </div>
  );
}

function Counts({ counts }: { counts: AdminStatus['counts'] }) {
  const { t, i18n } = useLingui();
  const rows = [
    [t`Lessons`, counts.lessonsNow],
    [t`People in lessons`, counts.peopleInLessons],
    [t`Rooms`, counts.rooms],
    [t`People seen so far`, counts.peopleSeen],
  ] as const;
  return (
    <dl className={styles['counts']}>
      {rows.map(([name, count]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{i18n.number(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
