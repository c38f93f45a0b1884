import { useLingui } from '@lingui/react/macro';
import { useRef, useState } from 'react';
import type { RoomView } from '../../../server/contract/room.ts';
import { announce } from '../../ui/announcer.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useChangeRoom } from '../api/change-room.ts';
import { Section } from '../editor/section.tsx';
import { DoorChoice, type DoorLook } from './door-choice.tsx';

/** How the room's door looks; what is chosen is so at once, for everybody. */
export function DoorSection({ room }: { room: RoomView }) {
  const { t } = useLingui();
  const [look, setLook] = useState<DoorLook>({ colour: room.colour, picture: room.picture });
  const change = useChangeRoom(room.slug);
  const wanted = useRef<DoorLook>(look);
  /** While one is saved, another may be chosen: the last one counts. */
  function save(next: DoorLook) {
    wanted.current = next;
    change.run(next, () => {
      if (wanted.current === next) announce(t`Saved`);
      else save(wanted.current);
    });
  }
  return (
    <Section title={t`Door`}>
      <DoorChoice
        look={change.error ? room : look}
        onChoose={(next) => {
          setLook(next);
          save(next);
        }}
      />
      <Refusal error={change.error} />
    </Section>
  );
}
