import { type ReactNode, useState } from 'react';
import { Router } from 'react-router';
import { createHistory, firstPlace } from './history.ts';

export function HistoryRouter({ children }: { children: ReactNode }) {
  const [{ location, action }, setPlace] = useState(firstPlace);
  const [navigator] = useState(() => createHistory(setPlace));
  return (
    <Router location={location} navigationType={action} navigator={navigator}>
      {children}
    </Router>
  );
}
