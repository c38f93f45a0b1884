import { useQuery } from '@tanstack/react-query';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMe } from '../../session/api/session.ts';
import { Button } from '../../ui/button.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { roomsQuery } from '../api/rooms.ts';
import { ClassList } from './class-list.tsx';
import { OwnRooms } from './own-rooms.tsx';
import styles from './rooms-page.module.css';

/** The signed-in start page: a teacher's dashboard, or a student's class list. */
export default function RoomsPage() {
  const { t } = useLingui();
  const { role } = useMe();
  const { data: rooms, error, refetch } = useQuery(roomsQuery());
  const heading = <PageHeading title={t`Your rooms`} />;
  return (
    <div className={styles['page']}>
      {rooms && role === 'teacher' ? (
        <OwnRooms rooms={rooms} heading={heading} />
      ) : (
        <>
          {heading}
          {rooms && <ClassList rooms={rooms} />}
        </>
      )}
      {!rooms && !error && <Skeleton as="p" label={t`Loading …`} />}
      {!rooms && (
        <Refusal
          error={error}
          action={
            <Button onClick={() => void refetch()}>
              <Trans>Try again</Trans>
            </Button>
          }
        />
      )}
    </div>
  );
}
