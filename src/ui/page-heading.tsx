import { createContext, type ReactNode, use, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/** The school's name, for the window's title. */
export const SiteName = createContext('Homeroom');

/**
 * The one h1 of a page. Titles the window, and takes the focus after a
 * navigation, so that a screen reader says where one is; not after the first
 * load, where the browser does that itself.
 */
export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { key } = useLocation();
  useTitle(title);
  useEffect(() => {
    if (key !== 'default') heading.current?.focus();
  }, [key]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children ?? title}
    </h1>
  );
}

function useTitle(title: string): void {
  const site = use(SiteName);
  useEffect(() => {
    document.title = title === site ? title : `${title} · ${site}`;
  }, [title, site]);
}
