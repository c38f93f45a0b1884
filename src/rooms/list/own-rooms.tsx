import { Trans } from '@lingui/react/macro';
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import type { RoomView } from '../../../server/contract/room.ts';
import { lazyPage } from '../../locales/catalogs.ts';
import { Button } from '../../ui/button.tsx';
import { hasLesson } from './order.ts';
import { OrganizedRoom } from './organized-room.tsx';
import { cardLinkId } from './room-card.tsx';
import { RoomGroup } from './room-group.tsx';
import styles from './rooms-page.module.css';
import { FindRooms, ShowAll, useShown } from './shown.tsx';

const CreateRoom = lazyPage('pages', () => import('../create/create-room.tsx'));
const MoreRooms = lazyPage('pages', () => import('../more/more-rooms.tsx'));

const newRoomId = 'new-room';

/** The teacher's dashboard: open doors first, then what was used last. */
export function OwnRooms({ rooms, heading }: { rooms: readonly RoomView[]; heading: ReactNode }) {
  const [isCreating, setIsCreating] = useState(false);
  const inUse = rooms.filter(({ isArchived }) => !isArchived);
  const isEmpty = inUse.length === 0;
  const { shown, ...finding } = useShown(inUse);
  const running = shown.filter(hasLesson);
  const others = shown.filter((room) => !running.includes(room));
  const focusNext = useFocusNext();
  function close(focusId: string) {
    setIsCreating(false);
    focusNext(focusId);
  }
  return (
    <>
      <div className={styles['head']}>
        {heading}
        {!isEmpty && !isCreating && (
          <Button id={newRoomId} onClick={() => setIsCreating(true)}>
            <Trans>New room</Trans>
          </Button>
        )}
      </div>
      <Suspense>
        {(isEmpty || isCreating) && (
          <CreateRoom
            rooms={rooms}
            onCreated={({ slug }) => close(cardLinkId(slug))}
            onCancel={isEmpty ? undefined : () => close(newRoomId)}
          />
        )}
      </Suspense>
      <FindRooms {...finding} />
      {running.length > 0 && (
        <RoomGroup title={<Trans>Open now</Trans>} isWide>
          {running.map((room) => (
            <OrganizedRoom key={room.slug} room={room} as="h3" />
          ))}
        </RoomGroup>
      )}
      {others.length > 0 && (
        <RoomGroup title={running.length > 0 && <Trans>Your other rooms</Trans>}>
          {others.map((room) => (
            <OrganizedRoom key={room.slug} room={room} as={running.length > 0 ? 'h3' : 'h2'} />
          ))}
        </RoomGroup>
      )}
      <ShowAll {...finding} />
      <Suspense>
        <MoreRooms />
      </Suspense>
    </>
  );
}

/** Puts the focus on what comes to stand there only by one of the next pictures. */
function useFocusNext(): (id: string) => void {
  const wanted = useRef<string>(null);
  useEffect(() => {
    const element = wanted.current && document.querySelector<HTMLElement>(`#${wanted.current}`);
    if (!element) return;
    element.focus();
    wanted.current = null;
  });
  return (id) => {
    wanted.current = id;
  };
}
