import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { Someone } from '../../../server/contract/person.ts';
import type { AddOrganizer, RoomView } from '../../../server/contract/room.ts';
import { useMe } from '../../session/api/session.ts';
import { Button } from '../../ui/button.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useAddOrganizer, useRemoveOrganizer } from '../api/organizers.ts';
import { FindTeacher } from './find-teacher.tsx';
import styles from './room-settings-page.module.css';
import { SavedStatus, Section } from './section.tsx';

/** What was done last, to be taken back by the opposite. */
type Done = { kind: 'added' | 'removed'; who: Someone };

/** Who runs the room. The last one cannot go. */
export function OrganizersSection({ room }: { room: RoomView }) {
  const { t } = useLingui();
  const me = useMe();
  const [done, setDone] = useState<Done | null>(null);
  const addition = useAddOrganizer(room.slug);
  const removal = useRemoveOrganizer(room.slug);
  const isLast = room.organizers.length < 2;
  const isBusy = addition.isPending || removal.isPending;

  function add(named: AddOrganizer, onDone?: () => void): void {
    const before = new Set(room.organizers.map(({ id }) => id));
    removal.reset();
    addition.run(named, ({ organizers }) => {
      const who = organizers.find(({ id }) => !before.has(id));
      if (who) setDone({ kind: 'added', who });
      onDone?.();
    });
  }

  function remove(who: Someone): void {
    addition.reset();
    removal.run(who.id, () => setDone({ kind: 'removed', who }));
  }

  const undo = (last: Done) =>
    last.kind === 'added' ? remove(last.who) : add({ personId: last.who.id });

  return (
    <Section
      title={t`Organizers`}
      status={
        <SavedStatus
          about={t`Organizers`}
          said={done && sentence(done)}
          onUndo={done && !isBusy ? () => undo(done) : null}
        />
      }
    >
      <p className={styles['hint']}>
        <Trans>Organizers start the lesson, moderate it, and may change this room.</Trans>
      </p>
      <ul className={styles['people']}>
        {room.organizers.map((organizer) => (
          <li key={organizer.id}>
            <OrganizerName organizer={organizer} isMe={organizer.id === me.id} />
            {organizer.id !== me.id && (
              <Button
                isBusy={removal.about === organizer.id}
                onClick={() => remove(organizer)}
                aria-label={t`Remove ${organizer.name} as organizer`}
              >
                <Trans>Remove</Trans>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {isLast && (
        <p className={styles['hint']}>
          <Trans>A room always has an organizer. To hand it over, name another one first.</Trans>
        </p>
      )}
      <Refusal error={removal.error ?? addition.error} />
      <FindTeacher about={addition.about} onAdd={(ref, onDone) => add({ ref }, onDone)} />
    </Section>
  );

  function sentence({ kind, who: { name } }: Done): string {
    return kind === 'added'
      ? t`${name} is an organizer now.`
      : t`${name} is no longer an organizer.`;
  }
}

function OrganizerName({ organizer, isMe }: { organizer: Someone; isMe: boolean }) {
  if (!isMe) return <bdi>{organizer.name}</bdi>;
  return (
    <span>
      <Trans>
        <bdi>{organizer.name}</bdi> (you)
      </Trans>
    </span>
  );
}
