/**
 * The sign of the whole interface: a door. Closed, ajar or open with light
 * behind it; always beside words that say the same, so it is hidden from those
 * who listen. A room's door has the paint and the picture that were chosen for it.
 */
import { lazy, Suspense } from 'react';
import type { RoomColour, RoomPicture } from '../../server/contract/door.ts';
import styles from './door.module.css';

export type DoorState = 'closed' | 'ajar' | 'open';

const frame = 'M9 45V13a15 15 0 0 1 30 0v32z';

const leaf = {
  closed: 'M12.5 45V14a11.5 11.5 0 0 1 23 0v31z',
  ajar: 'M12.5 45V14C12.5 7.5 17 4 22 5.5c4.5 1.8 6.5 5 6.5 9.5V48z',
  open: 'M12.5 45V14c0-6 1.5-9.5 3.5-8.5 2.5 1.5 3.5 5 3.5 10V49z',
} as const;

const knob = { closed: [31.5, 31], ajar: [25.5, 31], open: [17.5, 30] } as const;

/** Where the picture hangs: on the leaf, or in the light of the open door. */
const picturePlace = {
  closed: 'translate(16.5 10.5) scale(.625)',
  ajar: 'translate(15 11) skewY(5) scale(.45 .6)',
  open: 'translate(21.5 12) scale(.6)',
} as const;

const Picture = lazy(() => import('./room-picture.tsx'));

export function Door({
  state,
  colour,
  picture,
  className = '',
}: {
  state: DoorState;
  colour?: RoomColour;
  picture?: RoomPicture | null;
  className?: string | undefined;
}) {
  const [x, y] = knob[state];
  return (
    <svg
      className={`${styles['door']} ${styles[state]} ${colour ? styles['painted'] : ''} ${className}`}
      viewBox="0 -4 48 56"
      data-colour={colour}
      aria-hidden
    >
      <path className={styles['glow']} d="M9 46h30l7 6H16z" />
      <path className={styles['frame']} d={frame} />
      <path className={styles['leaf']} d={leaf[state]} />
      <circle className={styles['knob']} cx={x} cy={y} r="1.6" />
      {picture && (
        <g className={styles['picture']} transform={picturePlace[state]}>
          <Suspense>
            <Picture picture={picture} />
          </Suspense>
        </g>
      )}
    </svg>
  );
}
