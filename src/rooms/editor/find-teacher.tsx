import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AddOrganizer, TeachersFound } from '../../../server/contract/room.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { teachersQuery } from '../api/organizers.ts';
import styles from './room-settings-page.module.css';
import { useDebounced } from '../../ui/use-debounced.ts';

/** A colleague by name; two of one name are told apart by the detail beside it. */
export function FindTeacher({
  about,
  onAdd,
}: {
  /** Who is being named just now. */
  about: AddOrganizer | undefined;
  onAdd: (ref: string, onDone: () => void) => void;
}) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const name = useDebounced(typed.trim());
  const { data: found, error } = useQuery({
    ...teachersQuery(name),
    placeholderData: keepPreviousData,
  });
  return (
    <div className={styles['form']} role="search">
      <TextField
        label={t`Find a colleague`}
        hint={t`Type at least two letters of the name.`}
        type="search"
        value={typed}
        maxLength={80}
        onChange={({ target }) => setTyped(target.value)}
      />
      <p className={styles['hint']} role="status">
        {found && name.length >= 2 && <Outcome {...found} />}
      </p>
      <Refusal error={error} />
      {found && name.length >= 2 && (
        <ul className={styles['people']}>
          {found.teachers.map((teacher) => (
            <li key={teacher.ref}>
              <span>
                <bdi>{teacher.name}</bdi>
                <bdi className={styles['detail']}>{teacher.detail}</bdi>
              </span>
              <Button
                isBusy={about !== undefined && 'ref' in about && about.ref === teacher.ref}
                aria-label={t`Make organizer: ${teacher.name}`}
                onClick={() => onAdd(teacher.ref, () => setTyped(''))}
              >
                <Trans>Make organizer</Trans>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** How many there are, and whether these are all. */
function Outcome({ teachers, isCut, isPartial }: TeachersFound) {
  return (
    <>
      {isCut ? (
        <Trans>More people fit than are listed. Type more of the name.</Trans>
      ) : (
        <Plural
          value={teachers.length}
          _0="Nobody found"
          one="# person found"
          other="# people found"
        />
      )}
      {isPartial && (
        <>
          {' '}
          <Trans>
            The school’s directory did not answer. Only people who were here before were looked
            through.
          </Trans>
        </>
      )}
    </>
  );
}
