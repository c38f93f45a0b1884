import { type ReactNode, useState } from 'react';
import { Router } from 'react-router';
import { createHistory, firstEntry } from './history.ts';

export function HistoryRouter({ children }: { children: ReactNode }) {
  const [{ location, action }, setEntry] = useState(firstEntry);
  const [navigator] = useState(() => createHistory(setEntry));
  return (
    <Router location={location} navigationType={action} navigator={navigator}>
      {children}
    </Router>
  );
}
