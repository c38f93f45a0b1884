import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RoomView } from '../../../server/contract/room.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/choice-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useChangeRoom } from '../api/change-room.ts';
import { classesQuery } from '../api/classes.ts';
import styles from './room-settings-page.module.css';
import { SaveRow } from './save-row.tsx';
import { Section } from './section.tsx';

/** Whose students see the room. A class nobody of which was seen yet can be typed. */
export function ClassesSection({ room }: { room: RoomView }) {
  const { t, i18n } = useLingui();
  const { data: known } = useQuery(classesQuery());
  const [chosen, setChosen] = useState<readonly string[]>(room.classes);
  const [typed, setTyped] = useState<readonly string[]>([]);
  const change = useChangeRoom(room.slug);
  const all = [...new Set([...(known?.classes ?? []), ...room.classes, ...typed])].toSorted(
    new Intl.Collator(i18n.locale, { numeric: true }).compare,
  );
  const choose = (classes: readonly string[]) => {
    setChosen(classes);
    change.reset();
  };
  return (
    <Section title={t`Classes`}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          change.run({
            classes: {
              add: chosen.filter((classId) => !room.classes.includes(classId)),
              remove: room.classes.filter((classId) => !chosen.includes(classId)),
            },
          });
        }}
      >
        <fieldset>
          <legend className={styles['legend']}>
            <Trans>Students of these classes see the room and may come in:</Trans>
          </legend>
          <div className={styles['choices']}>
            {all.map((classId) => (
              <CheckField
                key={classId}
                label={<bdi>{classId}</bdi>}
                checked={chosen.includes(classId)}
                onChange={({ target }) =>
                  choose(
                    target.checked
                      ? [...chosen, classId]
                      : chosen.filter((other) => other !== classId),
                  )
                }
              />
            ))}
          </div>
        </fieldset>
        {known?.isPartial && (
          <p className={styles['hint']} role="status">
            <Trans>
              The school’s directory did not answer. These are the classes that were here before.
            </Trans>
          </p>
        )}
        <OtherClass
          onAdd={(classId) => {
            setTyped([...typed, classId]);
            choose([...new Set([...chosen, classId])]);
          }}
        />
        <SaveRow change={change} />
      </form>
    </Section>
  );
}

function OtherClass({ onAdd }: { onAdd: (classId: string) => void }) {
  const { t } = useLingui();
  const [classId, setClassId] = useState('');
  const add = () => {
    if (classId.trim() === '') return;
    onAdd(classId.trim());
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
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
      />
      <Button onClick={add}>
        <Trans>Add class</Trans>
      </Button>
    </div>
  );
}
