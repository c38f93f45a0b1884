import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useCreateRoom } from '../api/create-room.ts';
import styles from './create-room-form.module.css';

/** One field and one press; classes and all the rest can wait for the room's settings. */
export function CreateRoomForm() {
  const { t } = useLingui();
  const [name, setName] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const create = useCreateRoom();

  function submit() {
    setIsMissing(name.trim() === '');
    if (name.trim() === '') return;
    create.run({ name }, () => {
      announce(t`The room ${name} is there.`);
      setName('');
    });
  }

  return (
    <form
      className={styles['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={styles['row']}>
        <TextField
          label={t`Name of a new room`}
          value={name}
          maxLength={80}
          placeholder={t`Mathematics 7a`}
          wrong={isMissing ? t`Please type a name first.` : undefined}
          onChange={({ target }) => setName(target.value)}
        />
        <Button type="submit" isBusy={create.isPending}>
          <Trans>Create room</Trans>
        </Button>
      </div>
      <Refusal error={create.error} />
    </form>
  );
}
