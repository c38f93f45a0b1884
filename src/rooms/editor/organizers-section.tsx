import { Trans, useLingui } from '@lingui/react/macro';
import type { Someone } from '../../../server/contract/person.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import { useMe } from '../../session/api/session.ts';
import { Button } from '../../ui/button.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useRemoveOrganizer } from '../api/organizers.ts';
import { FindTeacher } from './find-teacher.tsx';
import styles from './room-settings-page.module.css';
import { Section } from './section.tsx';

/** Who runs the room. The last one cannot go. */
export function OrganizersSection({ room }: { room: RoomView }) {
  const { t } = useLingui();
  const remove = useRemoveOrganizer(room.slug);
  const isLast = room.organizers.length < 2;
  return (
    <Section title={t`Organizers`}>
      <p className={styles['hint']}>
        <Trans>Organizers start the lesson, moderate it, and may change this room.</Trans>
      </p>
      <ul className={styles['people']}>
        {room.organizers.map((organizer) => (
          <li key={organizer.id}>
            <OrganizerName organizer={organizer} />
            {!isLast && (
              <Button
                isBusy={remove.about === organizer.id}
                onClick={() => remove.run(organizer.id)}
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
      <Refusal error={remove.error} />
      <FindTeacher slug={room.slug} />
    </Section>
  );
}

function OrganizerName({ organizer }: { organizer: Someone }) {
  const me = useMe();
  if (organizer.id !== me.id) return <bdi>{organizer.name}</bdi>;
  return (
    <span>
      <Trans>
        <bdi>{organizer.name}</bdi> (you)
      </Trans>
    </span>
  );
}
