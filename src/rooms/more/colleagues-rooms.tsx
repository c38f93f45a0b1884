import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { paths } from '../../../server/contract/paths.ts';
import type { RoomsFound, RoomView } from '../../../server/contract/room.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Door } from '../../ui/door.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useDebounced } from '../../ui/use-debounced.ts';
import { colleaguesRoomsQuery } from '../api/colleagues-rooms.ts';
import { doorOf, isOpen, LessonWords } from '../list/lesson-words.tsx';
import styles from './more.module.css';

/** A room that one may look in on, and that is clearly not one's own. */
export function ColleaguesRooms() {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const words = useDebounced(typed.trim());
  const { data, error } = useQuery({
    ...colleaguesRoomsQuery(words),
    placeholderData: keepPreviousData,
  });
  const found = words.length >= 2 ? data : undefined;
  return (
    <div role="search" aria-label={t`Visit a colleague`} className={styles['section']}>
      <h2>
        <Trans>Visit a colleague</Trans>
      </h2>
      <TextField
        label={t`Find a room by its name or its teacher`}
        hint={t`You come in as a member; the lesson is your colleague's.`}
        type="search"
        value={typed}
        maxLength={80}
        onChange={({ target }) => setTyped(target.value)}
      />
      <p className={styles['quiet']} role="status">
        {found && <HowMany found={found} />}
      </p>
      <Refusal error={error} />
      <ul className={styles['list']}>
        {found?.rooms.map((room) => (
          <ColleaguesRoom key={room.slug} room={room} />
        ))}
      </ul>
    </div>
  );
}

function HowMany({ found: { rooms, isCut } }: { found: RoomsFound }) {
  if (isCut) {
    return <Trans>The first {rooms.length} rooms. Another word finds fewer.</Trans>;
  }
  return (
    <Plural value={rooms.length} _0="No room found" one="# room found" other="# rooms found" />
  );
}

function ColleaguesRoom({ room }: { room: RoomView }) {
  const { t, i18n } = useLingui();
  const names = room.organizers.map(({ name }) => name);
  return (
    <li>
      <span className={styles['found']}>
        <Door state={doorOf(room.lesson)} colour={room.colour} picture={room.picture} />
        <span>
          <bdi className={styles['name']}>{room.name}</bdi>
          <bdi className={styles['detail']}>{new Intl.ListFormat(i18n.locale).format(names)}</bdi>
          {isOpen(room.lesson) && (
            <span className={styles['running']}>
              <LessonWords room={room} />
            </span>
          )}
        </span>
      </span>
      <ButtonLink to={paths.room(room.slug)} aria-label={t`Visit ${room.name}`}>
        <Trans>Visit</Trans>
      </ButtonLink>
    </li>
  );
}
