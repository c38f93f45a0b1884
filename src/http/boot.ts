/** What came with the page. Read once by main, handed to everybody by context. */
import { createContext, use } from 'react';
import type { Boot } from '../../server/contract/boot.ts';

const BootContext = createContext<Boot | undefined>(undefined);

export const BootProvider = BootContext.Provider;

/** School, demo mode and the meeting's place; the session and the rooms live in the query cache. */
export function useBoot(): Boot {
  const boot = use(BootContext);
  if (!boot) throw new Error('useBoot outside of BootProvider');
  return boot;
}

/** Throws where the page came without its data: nothing can be shown then. */
export function readBoot(document: Document): Boot {
  const text = document.getElementById('boot')?.textContent;
  if (!text) throw new Error('The page came without its boot data');
  return JSON.parse(text);
}
