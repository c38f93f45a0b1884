import { useQuery } from '@tanstack/react-query';
import { roomsQuery } from '../api/rooms.ts';
import { ArchivedRooms } from './archived-rooms.tsx';
import { ColleaguesRooms } from './colleagues-rooms.tsx';
import styles from './more.module.css';

/** Below the dashboard, and loaded after it: what is not one's own, or no longer in use. */
export default function MoreRooms() {
  const { data: rooms = [] } = useQuery(roomsQuery());
  return (
    <div className={styles['more']}>
      <ColleaguesRooms />
      <ArchivedRooms rooms={rooms.filter(({ isArchived }) => isArchived)} />
    </div>
  );
}
