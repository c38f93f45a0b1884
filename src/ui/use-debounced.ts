import { useEffect, useState } from 'react';

/** Debounces a value: the last one, once it has not changed for so long. Not every letter asks the server. */
export function useDebounced(value: string, milliseconds = 250): string {
  const [debounced, setDebounced] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return debounced;
}
