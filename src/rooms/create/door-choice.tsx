/** The paint and the picture of a room's door. */
import { Trans } from '@lingui/react/macro';
import { type ReactNode, useId } from 'react';
import type { RoomColour, RoomPicture } from '../../../server/contract/door.ts';
import { Door } from '../../ui/door.tsx';
import Picture from '../../ui/room-picture.tsx';
import styles from './door-choice.module.css';
import { useDoorNames } from './door-names.ts';

export type DoorLook = { colour: RoomColour; picture: RoomPicture | null };

export function DoorChoice({
  look,
  onChoose,
}: {
  look: DoorLook;
  onChoose: (look: DoorLook) => void;
}) {
  const { colours, pictures, noPicture } = useDoorNames();
  const { colour, picture } = look;
  return (
    <div className={styles['choice']} data-colour={colour}>
      <div className={styles['wall']}>
        <Door state="closed" colour={colour} picture={picture} />
      </div>
      <Choice legend={<Trans>Colour of the door</Trans>} chosen={colours.get(colour)}>
        {(group) =>
          [...colours].map(([one, name]) => (
            <span key={one} className={styles['paint']} data-colour={one}>
              <input
                type="radio"
                name={group}
                aria-label={name}
                title={name}
                checked={one === colour}
                onChange={() => onChoose({ ...look, colour: one })}
              />
            </span>
          ))
        }
      </Choice>
      <Choice
        legend={<Trans>Picture on the door</Trans>}
        chosen={picture === null ? noPicture : pictures.get(picture)}
      >
        {(group) => (
          <>
            <span className={styles['picture']}>
              <input
                type="radio"
                name={group}
                aria-label={noPicture}
                title={noPicture}
                checked={picture === null}
                onChange={() => onChoose({ ...look, picture: null })}
              />
            </span>
            {[...pictures].map(([one, name]) => (
              <span key={one} className={styles['picture']}>
                <input
                  type="radio"
                  name={group}
                  aria-label={name}
                  title={name}
                  checked={one === picture}
                  onChange={() => onChoose({ ...look, picture: one })}
                />
                <svg viewBox="0 0 24 24" aria-hidden>
                  <Picture picture={one} />
                </svg>
              </span>
            ))}
          </>
        )}
      </Choice>
    </div>
  );
}

function Choice({
  legend,
  chosen,
  children,
}: {
  legend: ReactNode;
  chosen: string | undefined;
  children: (group: string) => ReactNode;
}) {
  const group = useId();
  return (
    <fieldset className={styles['field']}>
      <legend>
        {legend}: <span className={styles['chosen']}>{chosen}</span>
      </legend>
      <div className={styles['options']}>{children(group)}</div>
    </fieldset>
  );
}
