/** Announces status to screen readers. Mounted once, outside of everything that re-renders. */
import { create } from 'zustand';
import styles from './hidden.module.css';

/** `turn` makes a repeated sentence a new one: screen readers only announce changes. */
const useAnnouncement = create<{ text: string; turn: number }>(() => ({ text: '', turn: 0 }));

/** How long it can be found in the page, ms: long enough to be read out, and it is true no longer. */
const staysFor = 5_000;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Waits for the end of what is being read; for nothing that a person must act on at once. */
export function announce(text: string): void {
  useAnnouncement.setState(({ turn }) => ({ text, turn: turn + 1 }));
  clearTimeout(timer);
  timer = setTimeout(() => useAnnouncement.setState({ text: '' }), staysFor);
}

export function Announcer() {
  const { text, turn } = useAnnouncement();
  return (
    <div role="status" className={styles['hidden']}>
      <span key={turn}>{text}</span>
    </div>
  );
}
