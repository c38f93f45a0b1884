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

const Find = lazyPage('pages', () => import('../find/find-rooms.tsx'));
const All = lazyPage('pages', () => import('../find/show-all.tsx'));

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

export const FindRooms = (finding: Finding) =>
  finding.count < findFrom ? null : (
    <div className={styles['find']}>
      <Suspense>
        <Find {...finding} />
      </Suspense>
    </div>
  );

export const ShowAll = ({ isCut, count, onShowAll }: Finding) =>
  isCut && (
    <Suspense>
      <All count={count} onShowAll={onShowAll} />
    </Suspense>
  );
