import { Plural, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { searchFor } from '../../../server/contract/words.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import { TextField } from '../../ui/text-field.tsx';
import styles from './find.module.css';

export type FindRoomsProps = {
  foundCount: number;
  onFind: (isFound: ((room: RoomView) => boolean) | null) => void;
};

/** Among one's own rooms, while one types: by name, class and teacher, in any order. */
export function FindRooms({ foundCount, onFind }: FindRoomsProps) {
  const { t } = useLingui();
  const [words, setWords] = useState('');
  const isAsked = words.trim() !== '';
  function find(typed: string) {
    setWords(typed);
    const isFound = searchFor(typed);
    onFind(typed.trim() === '' ? null : (room) => isFound(textsOf(room)));
  }
  return (
    <div role="search" aria-label={t`Find one of your rooms`} className={styles['find']}>
      <TextField
        label={t`Find one of your rooms`}
        type="search"
        value={words}
        maxLength={80}
        onChange={({ target }) => find(target.value)}
      />
      <p className={styles['count']} role="status">
        {isAsked && (
          <Plural value={foundCount} _0="No room found" one="# room found" other="# rooms found" />
        )}
      </p>
    </div>
  );
}

const textsOf = ({ name, classes, organizers }: RoomView): readonly string[] => [
  name,
  ...classes,
  ...organizers.map((organizer) => organizer.name),
];
