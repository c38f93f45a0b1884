import { Trans } from '@lingui/react/macro';
import type { RoomView } from '../../../server/contract/room.ts';
import { useMe } from '../../session/api/session.ts';
import { Door } from '../../ui/door.tsx';
import { ClassRoom } from './class-room.tsx';
import { isOpen } from './lesson-words.tsx';
import { RoomGroup } from './room-group.tsx';
import styles from './rooms-page.module.css';
import { FindRooms, ShowAll, useShown } from './shown.tsx';

/** The student's list: what is open now on top; the rest by class, where there are several. */
export function ClassList({ rooms }: { rooms: readonly RoomView[] }) {
  const { shown, ...finding } = useShown(rooms);
  if (rooms.length === 0) {
    return (
      <div className={styles['empty']}>
        <Door state="closed" />
        <p>
          <Trans>There is no room for your classes yet. It appears here as soon as there is.</Trans>
        </p>
      </div>
    );
  }
  return (
    <>
      <FindRooms {...finding} />
      <Groups rooms={shown} />
      <ShowAll {...finding} />
    </>
  );
}

function Groups({ rooms }: { rooms: readonly RoomView[] }) {
  const { classes: own } = useMe();
  const open = rooms.filter(({ lesson }) => isOpen(lesson));
  const others = rooms.filter((room) => !open.includes(room));
  const isInSeveral = own.length > 1;
  return (
    <>
      {open.length > 0 && (
        <RoomGroup title={<Trans>Open now</Trans>} isWide>
          {open.map((room) => (
            <ClassRoom
              key={room.slug}
              room={room}
              as="h3"
              classes={isInSeveral ? room.classes : []}
            />
          ))}
        </RoomGroup>
      )}
      {isInSeveral ? (
        <ByClass rooms={others} />
      ) : (
        others.length > 0 && (
          <RoomGroup title={open.length > 0 && <Trans>Your other rooms</Trans>}>
            {others.map((room) => (
              <ClassRoom
                key={room.slug}
                room={room}
                as={open.length > 0 ? 'h3' : 'h2'}
                classes={[]}
              />
            ))}
          </RoomGroup>
        )
      )}
    </>
  );
}

/** A room for several of one's classes stands under the first, and names them. */
function ByClass({ rooms }: { rooms: readonly RoomView[] }) {
  const groups = Map.groupBy(rooms, ({ classes }) => classes[0] ?? '');
  return [...groups].map(([classId, ofClass]) => (
    <RoomGroup key={classId} title={<bdi>{classId}</bdi>}>
      {ofClass.map((room) => (
        <ClassRoom
          key={room.slug}
          room={room}
          as="h3"
          classes={room.classes.length > 1 ? room.classes : []}
        />
      ))}
    </RoomGroup>
  ));
}
