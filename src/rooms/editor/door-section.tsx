import { useLingui } from '@lingui/react/macro';
import type { RoomView } from '../../../server/contract/room.ts';
import { DoorChoice, type DoorLook } from '../create/door-choice.tsx';
import { SavedSection } from './section.tsx';
import type { Saver } from './use-changes.ts';

/** What the room is recognised by at a glance. */
export function DoorSection({ room, saver }: { room: RoomView; saver: Saver }) {
  const { t } = useLingui();
  const { colour, picture } = room;

  /** Only what was chosen: a colleague may choose the other at the same time. */
  function save(look: DoorLook): void {
    saver.save({
      ...(look.colour === colour ? {} : { colour: look.colour }),
      ...(look.picture === picture ? {} : { picture: look.picture }),
    });
  }

  return (
    <SavedSection title={t`Door`} saver={saver}>
      <DoorChoice look={{ colour, picture }} onChoose={save} />
    </SavedSection>
  );
}
