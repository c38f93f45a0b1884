/** For whom a room is: the classes that were chosen, to be taken off again, and a field for more. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useId, useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { classesQuery } from '../api/classes.ts';
import styles from './create.module.css';

export function ClassPicker({
  chosen,
  typed,
  onType,
  onAdd,
  onRemove,
}: {
  chosen: readonly string[];
  /** The text in the field, which is not a class yet. */
  typed: string;
  onType: (typed: string) => void;
  onAdd: (classId: string) => void;
  onRemove: (classId: string) => void;
}) {
  const { t } = useLingui();
  const list = useId();
  const box = useRef<HTMLDivElement>(null);
  const { data: known } = useQuery(classesQuery());
  const others = known?.classes.filter((classId) => !chosen.includes(classId)) ?? [];
  const add = () => typed.trim() !== '' && onAdd(typed.trim());
  /** The button that had the focus goes with its class. */
  function remove(classId: string) {
    onRemove(classId);
    box.current?.querySelector('input')?.focus();
  }
  return (
    <div ref={box} className={styles['picker']}>
      {chosen.length > 0 && (
        <ul className={styles['chosen']} aria-label={t`Classes`}>
          {chosen.map((classId) => (
            <li key={classId}>
              <bdi>{classId}</bdi>
              <button
                type="button"
                aria-label={t`Remove ${classId}`}
                onClick={() => remove(classId)}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={styles['row']}>
        <TextField
          label={t`For which class?`}
          value={typed}
          maxLength={64}
          list={list}
          placeholder={t`for example 7a`}
          onChange={({ target }) => onType(target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || typed.trim() === '') return;
            event.preventDefault();
            add();
          }}
        />
        <datalist id={list}>
          {others.map((classId) => (
            <option key={classId}>{classId}</option>
          ))}
        </datalist>
        <Button onClick={add}>
          <Trans>Add class</Trans>
        </Button>
      </div>
      <WhoSees chosen={chosen} />
    </div>
  );
}

function WhoSees({ chosen }: { chosen: readonly string[] }) {
  const { i18n } = useLingui();
  const names = new Intl.ListFormat(i18n.locale).format(chosen);
  return (
    <p className={styles['hint']} role="status">
      {chosen.length === 0 ? (
        <Trans>
          Students see only the rooms of their classes: without one, no student sees this room.
        </Trans>
      ) : (
        <Trans>
          Students of <bdi>{names}</bdi> see this room.
        </Trans>
      )}
    </p>
  );
}
