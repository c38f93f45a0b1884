import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { paths } from '../../../server/contract/paths.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import { Link } from '../../ui/link.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { ClosedDoor } from '../../ui/problems/closed-door.tsx';
import { ErrorSentence } from '../../ui/refusal.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { roomQuery } from '../api/rooms.ts';
import { ArchiveSection } from './archive-section.tsx';
import { ClassesSection } from './classes-section.tsx';
import { DeleteSection } from './delete-section.tsx';
import { DoorSection } from './door-section.tsx';
import { GiveUpSection } from './give-up-section.tsx';
import { NameSection } from './name-section.tsx';
import { OrganizersSection } from './organizers-section.tsx';
import styles from './room-settings-page.module.css';
import { RulesSection } from './rules-section.tsx';
import { useChanges } from './use-changes.ts';

/** What an organizer may change about a room. */
export default function RoomSettingsPage() {
  const { t } = useLingui();
  const { slug = '' } = useParams();
  const { data: room, error, refetch } = useQuery(roomQuery(slug));
  if (room?.affiliation === 'owner') return <Settings key={slug} given={room} />;
  if (!room && !error) return <Skeleton label={t`Loading …`} />;
  return (
    <ClosedDoor
      title={t`These settings cannot be shown`}
      onTryAgain={room ? undefined : () => void refetch()}
    >
      {error ? (
        <ErrorSentence error={error} />
      ) : (
        <Trans>Only the organizers of a room can change it.</Trans>
      )}
    </ClosedDoor>
  );
}

function Settings({ given }: { given: RoomView }) {
  const { t } = useLingui();
  const { room, saver } = useChanges(given);
  return (
    <div className={styles['page']}>
      <div className={styles['head']}>
        <PageHeading title={t`Settings of ${room.name}`} />
        <Link to={paths.home} className={styles['back']}>
          <Trans>Back to your rooms</Trans>
        </Link>
        <p className={styles['hint']}>
          <Trans>Every change is saved at once.</Trans>
        </p>
      </div>
      <div className={styles['columns']}>
        <div className={styles['column']}>
          <NameSection room={room} saver={saver('name')} />
          <ClassesSection room={room} saver={saver('classes')} />
          <RulesSection room={room} saver={saver('rules')} />
        </div>
        <div className={styles['column']}>
          <OrganizersSection room={room} />
          <DoorSection room={room} saver={saver('door')} />
          <ArchiveSection room={room} saver={saver('archive')} />
          {room.organizers.length > 1 && <GiveUpSection room={room} />}
          <DeleteSection room={room} />
        </div>
      </div>
    </div>
  );
}
