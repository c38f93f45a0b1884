import { useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';

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
function useToday(): string {
  const [today, setToday] = useState(() => new Date().toDateString());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    function look(): void {
      const now = new Date();
      const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
      setToday(now.toDateString());
      clearTimeout(timer);
      timer = setTimeout(look, midnight.getTime() - now.getTime());
    }
    look();
    // Timers stand still while a computer sleeps.
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return today;
}
