import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { paths } from '../../../server/contract/paths.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { ClosedDoor } from '../../ui/problems/closed-door.tsx';
import { ErrorSentence } from '../../ui/refusal.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { roomQuery } from '../api/rooms.ts';
import { DoorSection } from '../create/door-section.tsx';
import { ArchiveSection } from './archive-section.tsx';
import { ClassesSection } from './classes-section.tsx';
import { DeleteSection } from './delete-section.tsx';
import { NameSection } from './name-section.tsx';
import { OrganizersSection } from './organizers-section.tsx';
import styles from './room-settings-page.module.css';
import { RulesSection } from './rules-section.tsx';

/** What an organizer may change about a room. */
export default function RoomSettingsPage() {
  const { t } = useLingui();
  const { slug = '' } = useParams();
  const { data: room, error, refetch } = useQuery(roomQuery(slug));
  if (room?.affiliation === 'owner') return <Settings room={room} />;
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

function Settings({ room }: { room: RoomView }) {
  const { t } = useLingui();
  return (
    <div className={styles['page']}>
      <div className={styles['head']}>
        <PageHeading title={t`Settings of ${room.name}`} />
        <ButtonLink to={paths.home} variant="quiet">
          <Trans>Back to your rooms</Trans>
        </ButtonLink>
      </div>
      <NameSection room={room} />
      <ClassesSection room={room} />
      <DoorSection room={room} />
      <OrganizersSection room={room} />
      <RulesSection room={room} />
      <ArchiveSection room={room} />
      <DeleteSection room={room} />
    </div>
  );
}
