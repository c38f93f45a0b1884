import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';

/** A time of day as people here write it; the date only where it is another day. `at` in ms. */
export function Time({ at }: { at: number }) {
  const { i18n } = useLingui();
  const date = new Date(at);
  const [today] = useState(() => new Date().toDateString());
  const isToday = date.toDateString() === today;
  const words = i18n.date(date, {
    timeStyle: 'short',
    ...(isToday ? {} : { dateStyle: 'medium' }),
  });
  return <time dateTime={date.toISOString()}>{words}</time>;
}
