import { Suspense, useState } from 'react';
import { useLocation } from 'react-router';
import type { Me } from '../../server/contract/person.ts';
import { lazyPage } from '../locales/catalogs.ts';
import styles from './person-menu.module.css';

/** Loaded only when the menu is opened, since few people open it. */
const PersonPanel = lazyPage('outside', () => import('./menu/person-panel.tsx'));

/** Who one is here, and the way out. On a shared tablet, the name is what matters. */
export function PersonMenu({ person }: { person: Me }) {
  const [wasOpened, setWasOpened] = useState(false);
  return (
    // A new address makes a new element, so that the menu is closed on the next page.
    <details
      key={useLocation().key}
      className={styles['menu']}
      onToggle={() => setWasOpened(true)}
      onPointerEnter={() => void PersonPanel.preload()}
    >
      <summary className={styles['summary']}>
        <bdi className={styles['name']}>{person.name}</bdi>
        <svg className={styles['arrow']} viewBox="0 0 12 8" aria-hidden>
          <path d="M1 1.500 6 6.500l5-5" />
        </svg>
      </summary>
      <div className={styles['panel']}>
        {wasOpened && (
          <Suspense>
            <PersonPanel />
          </Suspense>
        )}
      </div>
    </details>
  );
}
