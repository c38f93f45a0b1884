import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AdminRooms } from '../../server/contract/admin.ts';
import { paths } from '../../server/contract/paths.ts';
import { Link } from '../ui/link.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useDebounced } from '../ui/use-debounced.ts';
import styles from './admin-page.module.css';
import { adminRoomsQuery } from './api/rooms.ts';
import { RoomEntry } from './room-entry.tsx';

/** Every room of the school, whoever runs it. */
export default function RoomsPage() {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const words = useDebounced(typed.trim());
  const { data, error } = useQuery({
    ...adminRoomsQuery(words),
    placeholderData: keepPreviousData,
  });
  return (
    <div className={styles['page']}>
      <div className={styles['head']}>
        <PageHeading title={t`All rooms`} />
        <Link to={paths.admin}>
          <Trans>State of the server</Trans>
        </Link>
      </div>
      <div className={styles['search']} role="search">
        <TextField
          label={t`Find a room by its name or its organizer`}
          type="search"
          value={typed}
          maxLength={80}
          onChange={({ target }) => setTyped(target.value)}
        />
        <p className={styles['quiet']} role="status">
          {data && <Outcome {...data} />}
        </p>
      </div>
      <Refusal error={error} />
      <ul className={styles['checks']}>
        {data?.rooms.map((room) => (
          <RoomEntry key={room.slug} room={room} />
        ))}
      </ul>
    </div>
  );
}

function Outcome({ rooms, isCut }: AdminRooms) {
  if (isCut) return <Trans>More rooms fit than are listed. Type more of the name.</Trans>;
  return <Plural value={rooms.length} _0="No room found" one="# room" other="# rooms" />;
}
