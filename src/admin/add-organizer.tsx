import { Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { announce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useDebounced } from '../ui/use-debounced.ts';
import styles from './admin-page.module.css';
import { adminTeachersQuery } from './api/rooms.ts';

/** A teacher by name, who is to run the room. */
export function AddOrganizer({
  room,
  busyRef,
  onAdd,
}: {
  room: string;
  /** Who is being named now. */
  busyRef: string | null;
  onAdd: (ref: string, onDone: () => void) => void;
}) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const name = useDebounced(typed.trim());
  const { data, error } = useQuery({
    ...adminTeachersQuery(name),
    placeholderData: keepPreviousData,
  });
  const found = name.length >= 2 ? data : undefined;
  return (
    <div className={styles['search']}>
      <TextField
        label={t`Find a teacher for ${room}`}
        hint={t`Type at least two letters of the name.`}
        type="search"
        value={typed}
        maxLength={80}
        onChange={({ target }) => setTyped(target.value)}
      />
      <p className={styles['quiet']} role="status">
        {found?.teachers.length === 0 && <Trans>Nobody found</Trans>}
        {found?.isCut && <Trans>More people fit than are listed. Type more of the name.</Trans>}
      </p>
      <Refusal error={error} />
      <ul className={styles['list']}>
        {found?.teachers.map((teacher) => (
          <li key={teacher.ref}>
            <span>
              <bdi>{teacher.name}</bdi>
              <bdi className={styles['about']}>{teacher.detail}</bdi>
            </span>
            <Button
              isBusy={busyRef === teacher.ref}
              aria-label={t`Make organizer: ${teacher.name}`}
              onClick={() =>
                onAdd(teacher.ref, () => {
                  announce(t`${teacher.name} is an organizer now.`);
                  setTyped('');
                })
              }
            >
              <Trans>Make organizer</Trans>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
