/** The data that came with the page: read once at the start, handed to everybody by context. */
import { createContext, use } from 'react';
import type { PageData } from '../../server/contract/page-data.ts';

const PageDataContext = createContext<PageData | undefined>(undefined);

export const PageDataProvider = PageDataContext.Provider;

/** School, demo mode and the meeting's place; the session and the rooms live in the query cache. */
export function usePageData(): PageData {
  const pageData = use(PageDataContext);
  if (!pageData) throw new Error('useBoot outside of BootProvider');
  return pageData;
}

/** Throws where the page came without its data: nothing can be shown then. */
export function readPageData(document: Document): PageData {
  const text = document.getElementById('page-data')?.textContent;
  if (!text) throw new Error('The page came without its data');
  return JSON.parse(text);
}
