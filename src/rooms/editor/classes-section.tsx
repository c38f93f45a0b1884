import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RoomView } from '../../../server/contract/room.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/choice-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { classesQuery } from '../api/classes.ts';
import styles from './room-settings-page.module.css';
import { SavedSection } from './section.tsx';
import type { Saver } from './use-changes.ts';

/** Whose students see the room. A class nobody of which was seen yet can be typed. */
export function ClassesSection({ room, saver }: { room: RoomView; saver: Saver }) {
  const { t, i18n } = useLingui();
  const { data: known } = useQuery(classesQuery());
  /** What was there once on this page can be ticked again. */
  const [shown, setShown] = useState<readonly string[]>(room.classes);
  const all = [...new Set([...(known?.classes ?? []), ...shown, ...room.classes])].toSorted(
    new Intl.Collator(i18n.locale, { numeric: true }).compare,
  );
  return (
    <SavedSection title={t`Classes`} saver={saver}>
      <fieldset>
        <legend className={styles['legend']}>
          <Trans>Students of these classes see the room and may come in:</Trans>
        </legend>
        <div className={styles['choices']}>
          {all.map((classId) => (
            <CheckField
              key={classId}
              label={<bdi>{classId}</bdi>}
              checked={room.classes.includes(classId)}
              onChange={({ target }) => {
                setShown([...shown, classId]);
                saver.save({ classes: { [target.checked ? 'add' : 'remove']: [classId] } });
              }}
            />
          ))}
        </div>
      </fieldset>
      {room.classes.length === 0 && (
        <p className={styles['hint']} role="status">
          <Trans>No class is ticked: no student sees this room.</Trans>
        </p>
      )}
      {known?.isPartial && (
        <p className={styles['hint']} role="status">
          <Trans>
            The school’s directory did not answer. These are the classes that were here before.
          </Trans>
        </p>
      )}
      <OtherClass
        onAdd={(classId, onRefused) => saver.save({ classes: { add: [classId] } }, onRefused)}
      />
    </SavedSection>
  );
}

function OtherClass({ onAdd }: { onAdd: (classId: string, onRefused: () => void) => void }) {
  const { t } = useLingui();
  const [classId, setClassId] = useState('');
  const add = () => {
    if (classId.trim() === '') return;
    onAdd(classId.trim(), () => setClassId(classId));
    setClassId('');
  };
  return (
    <div className={styles['row']}>
      <TextField
        label={t`Another class`}
        hint={t`As the school writes it, for example 7a`}
        value={classId}
        maxLength={64}
        onChange={({ target }) => setClassId(target.value)}
        onKeyDown={({ key, nativeEvent }) => {
          if (key === 'Enter' && !nativeEvent.isComposing) add();
        }}
      />
      <Button onClick={add}>
        <Trans>Add class</Trans>
      </Button>
    </div>
  );
}
