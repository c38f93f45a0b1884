import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { RoomView } from '../../../server/contract/room.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useChangeRoom } from '../api/change-room.ts';
import styles from './room-settings-page.module.css';
import { SaveRow } from './save-row.tsx';
import { Section } from './section.tsx';

export function NameSection({ room }: { room: RoomView }) {
  const { t } = useLingui();
  const [name, setName] = useState(room.name);
  const change = useChangeRoom(room.slug);
  const isMissing = name.trim() === '';
  return (
    <Section title={t`Name`}>
      <form
        className={styles['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isMissing) change.run({ name });
        }}
      >
        <TextField
          label={t`Name of the room`}
          hint={t`The address stays the same, so that links keep working.`}
          value={name}
          maxLength={80}
          wrong={isMissing ? t`A room needs a name.` : undefined}
          onChange={({ target }) => {
            setName(target.value);
            change.reset();
          }}
        />
        <SaveRow change={change} />
      </form>
    </Section>
  );
}
