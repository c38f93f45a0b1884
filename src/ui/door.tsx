/**
 * The sign of the whole interface: a door. Closed, ajar or open with light
 * behind it; always beside words that say the same, so it is hidden from those
 * who listen.
 */
import styles from './door.module.css';

export type DoorState = 'closed' | 'ajar' | 'open';

const frame = 'M9 45V13a15 15 0 0 1 30 0v32z';

const leaf = {
  closed: 'M12.5 45V14a11.5 11.5 0 0 1 23 0v31z',
  ajar: 'M12.5 45V14C12.5 7.5 17 4 22 5.5c4.5 1.8 6.5 5 6.5 9.5V48z',
  open: 'M12.5 45V14c0-6 1.5-9.5 3.5-8.5 2.5 1.5 3.5 5 3.5 10V49z',
} as const;

const knob = { closed: [31, 28], ajar: [25, 30], open: [17.5, 30] } as const;

export function Door({
  state,
  className = '',
}: {
  state: DoorState;
  className?: string | undefined;
}) {
  const [x, y] = knob[state];
  return (
    <svg
      className={`${styles['door']} ${styles[state]} ${className}`}
      viewBox="0 -4 48 56"
      aria-hidden
    >
      <path className={styles['glow']} d="M9 46h30l7 6H16z" />
      <path className={styles['frame']} d={frame} />
      <path className={styles['leaf']} d={leaf[state]} />
      <circle className={styles['knob']} cx={x} cy={y} r="1.6" />
    </svg>
  );
}
