import { Trans, useLingui } from '@lingui/react/macro';
import type { AdminRoom } from '../../server/contract/admin.ts';
import { Button } from '../ui/button.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { AddOrganizer } from './add-organizer.tsx';
import styles from './admin-page.module.css';
import { type RoomChange, useAdministerRoom } from './api/rooms.ts';

/** One room: who runs it, and what an administrator may change of that. */
export function RoomEntry({ room }: { room: AdminRoom }) {
  const { i18n } = useLingui();
  const { name, organizers, classes, isArchived } = room;
  const names = organizers.map((organizer) => organizer.name);
  return (
    <li>
      <details className={styles['room']}>
        <summary>
          <bdi>{name}</bdi>{' '}
          {isArchived && (
            <span className={styles['state']}>
              <Trans>archived</Trans>
            </span>
          )}
          <span className={styles['about']}>
            <bdi>{new Intl.ListFormat(i18n.locale).format(names)}</bdi>
            {classes.length > 0 && ` · ${classes.join(', ')}`}
          </span>
        </summary>
        <Inside room={room} />
      </details>
    </li>
  );
}

function Inside({ room }: { room: AdminRoom }) {
  const { t } = useLingui();
  const change = useAdministerRoom(room.slug);
  const { name, isArchived } = room;
  const isBusy = (kind: RoomChange['kind']) => change.about?.kind === kind;
  return (
    <div className={styles['inside']}>
      <Organizers room={room} change={change} />
      <AddOrganizer
        room={name}
        busyRef={change.about?.kind === 'add' ? change.about.ref : null}
        onAdd={(ref, onDone) => change.run({ kind: 'add', ref }, onDone)}
      />
      <Refusal error={change.error} />
      <div>
        <Button
          isBusy={isBusy('archive')}
          onClick={() => change.run({ kind: 'archive', isArchived: !isArchived })}
        >
          {isArchived ? t`Restore ${name}` : t`Archive ${name}`}
        </Button>
      </div>
    </div>
  );
}

type Change = ReturnType<typeof useAdministerRoom>;

function Organizers({ room, change }: { room: AdminRoom; change: Change }) {
  const { t } = useLingui();
  const { about } = change;
  return (
    <>
      <ul className={styles['list']}>
        {room.organizers.map(({ id, name }) => (
          <li key={id}>
            <bdi>{name}</bdi>
            {room.organizers.length > 1 && (
              <Button
                isBusy={about?.kind === 'remove' && about.personId === id}
                aria-label={t`Remove ${name} as organizer`}
                onClick={() => change.run({ kind: 'remove', personId: id })}
              >
                <Trans>Remove</Trans>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {room.organizers.length === 1 && (
        <p className={styles['quiet']}>
          <Trans>
            A room always has an organizer. To replace this one, name another one first.
          </Trans>
        </p>
      )}
    </>
  );
}
