import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import type { RoomColour } from '../../../server/contract/door.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Door } from '../../ui/door.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useCreateRoom } from '../api/create-room.ts';
import { ClassPicker } from './class-picker.tsx';
import styles from './create.module.css';
import { DoorChoice, type DoorLook } from './door-choice.tsx';
import { useDoorNames } from './door-names.ts';
import { pictureInName } from './picture-in-name.ts';
import { useClasses } from './use-classes.ts';

/** A name is enough; for whom the room is and how its door looks is proposed from it. */
export default function CreateRoom({
  rooms,
  onCreated,
  onCancel,
}: {
  rooms: readonly RoomView[];
  onCreated: (room: RoomView) => void;
  onCancel?: (() => void) | undefined;
}) {
  const { t } = useLingui();
  const isPressed = onCancel !== undefined;
  const [name, setName] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const { all, ...classes } = useClasses(name);
  const [look, setLook] = useLook(name, rooms);
  const create = useCreateRoom();
  const form = useRef<HTMLFormElement>(null);
  // Puts the focus into the field, since whoever opened the form goes on by typing.
  useEffect(() => {
    if (isPressed) form.current?.querySelector('input')?.focus();
  }, [isPressed]);

  function submit() {
    setIsMissing(name.trim() === '');
    if (name.trim() === '') return;
    create.run({ name, classes: all(), ...look }, (room) => {
      announce(t`${room.name} has been created.`);
      onCreated(room);
    });
  }

  return (
    <section className={styles['create']} aria-label={t`New room`}>
      {!isPressed && <FirstRoom />}
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className={styles['fields']}>
          <TextField
            label={t`Name of a new room`}
            value={name}
            maxLength={80}
            placeholder={t`Mathematics 7a`}
            wrong={isMissing ? t`Please type a name first.` : undefined}
            onChange={({ target }) => setName(target.value)}
          />
          <ClassPicker {...classes} />
        </div>
        <DoorChoice look={look} onChoose={setLook} />
        <div className={styles['actions']}>
          <Button type="submit" variant="primary" isBusy={create.isPending}>
            <Trans>Create room</Trans>
          </Button>
          {onCancel && (
            <Button onClick={onCancel}>
              <Trans>Cancel</Trans>
            </Button>
          )}
        </div>
        <Refusal error={create.error} />
      </form>
    </section>
  );
}

const FirstRoom = () => (
  <div className={styles['first']}>
    <Door state="ajar" />
    <p>
      <Trans>You have no room yet. Give your first one a name, and it is ready.</Trans>
    </p>
  </div>
);

/** What was chosen by hand stays; the rest follows the name, in a colour that few rooms have. */
function useLook(name: string, rooms: readonly RoomView[]): [DoorLook, (look: DoorLook) => void] {
  const { colours } = useDoorNames();
  const [chosen, setChosen] = useState<Partial<DoorLook>>({});
  const colour = rarest([...colours.keys()], rooms);
  const proposed = { colour, picture: pictureInName(name) };
  const look = { ...proposed, ...chosen };
  const choose = (next: DoorLook) =>
    setChosen({
      ...chosen,
      ...(next.colour === look.colour ? {} : { colour: next.colour }),
      ...(next.picture === look.picture ? {} : { picture: next.picture }),
    });
  return [look, choose];
}

function rarest(colours: readonly RoomColour[], rooms: readonly RoomView[]): RoomColour {
  const uses = Map.groupBy(rooms, ({ colour }) => colour);
  const countOf = (colour: RoomColour) => uses.get(colour)?.length ?? 0;
  return colours.toSorted((one, other) => countOf(one) - countOf(other))[0] ?? 'green';
}
