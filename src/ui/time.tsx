import { useLingui } from '@lingui/react/macro';
import { useSyncExternalStore } from 'react';

/** A time of day as people here write it; the date only where it is another day. `at` in ms. */
export function Time({ at }: { at: number }) {
  const { i18n } = useLingui();
  const today = useToday();
  const date = new Date(at);
  const isToday = date.toDateString() === today;
  const words = i18n.date(date, {
    timeStyle: 'short',
    ...(isToday ? {} : { dateStyle: 'medium' }),
  });
  return <time dateTime={date.toISOString()}>{words}</time>;
}

/** A page that is left open overnight is of another day in the morning. */
const useToday = (): string => useSyncExternalStore(everyMinute, () => new Date().toDateString());

/** And at once when a computer wakes up, since timers stand still while it sleeps. */
function everyMinute(onChange: () => void): () => void {
  const timer = setInterval(onChange, 60_000);
  document.addEventListener('visibilitychange', onChange);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', onChange);
  };
}
