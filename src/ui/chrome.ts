/** What stands around a page: a meeting wants the whole window for itself. */
import { useEffect } from 'react';
import { create } from 'zustand';

export const useChrome = create<{ isBare: boolean }>(() => ({ isBare: false }));

/** Hides header and banners, and the page's margins, as long as the caller is shown. */
export function useBareWindow(isBare = true): void {
  useEffect(() => {
    useChrome.setState({ isBare });
    return () => useChrome.setState({ isBare: false });
  }, [isBare]);
}
