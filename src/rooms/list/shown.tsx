/** Which of many rooms are shown: those that were found, or the first few and by a press the rest. */
import { useLingui } from '@lingui/react';
import { Suspense, useState } from 'react';
import type { RoomView } from '../../../server/contract/room.ts';
import { lazyPage } from '../../locales/catalogs.ts';
import { inOrder } from './order.ts';
import styles from './rooms-page.module.css';

const findFrom = 12;
const maxAtFirst = 24;

export type IsFound = (room: RoomView) => boolean;

export type Finding = {
  count: number;
  foundCount: number;
  isCut: boolean;
  onFind: (isFound: IsFound | null) => void;
  onShowAll: () => void;
};

const ManyRooms = lazyPage('pages', () => import('../find/many-rooms.tsx'));

export function useShown(rooms: readonly RoomView[]): Finding & { shown: RoomView[] } {
  const { i18n } = useLingui();
  const [isFound, setIsFound] = useState<IsFound | null>(null);
  const [isAll, setIsAll] = useState(false);
  const found = inOrder(isFound ? rooms.filter(isFound) : rooms, i18n.locale);
  const shown = isAll || isFound ? found : found.slice(0, maxAtFirst);
  return {
    shown,
    count: rooms.length,
    foundCount: found.length,
    isCut: shown.length < found.length,
    // A function as a value, not as the way to one.
    onFind: (next) => setIsFound(() => next),
    onShowAll: () => setIsAll(true),
  };
}

/** Above the rooms: a way to find one, where there are many. */
export const FindRooms = (finding: Finding) =>
  finding.count < findFrom ? null : (
    <div className={styles['find']}>
      <Suspense>
        <ManyRooms {...finding} />
      </Suspense>
    </div>
  );

/** Below them: the way to the rest. */
export const ShowAll = (finding: Finding) =>
  finding.isCut && (
    <Suspense>
      <ManyRooms {...finding} isEnd />
    </Suspense>
  );
