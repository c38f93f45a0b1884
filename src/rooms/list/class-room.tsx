import { Trans, useLingui } from '@lingui/react/macro';
import { paths } from '../../../server/contract/paths.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { pressIn } from '../api/way-in.ts';
import { isOpen } from './lesson-words.tsx';
import { RoomCard } from './room-card.tsx';
import styles from './room-card.module.css';

/** A room as a student sees it: who teaches here, and one big button. */
export function ClassRoom({
  room,
  as,
  classes,
}: {
  room: RoomView;
  as: 'h2' | 'h3';
  classes: readonly string[];
}) {
  const { i18n } = useLingui();
  const teachers = new Intl.ListFormat(i18n.locale).format(room.organizers.map(({ name }) => name));
  return (
    <RoomCard room={room} as={as} classes={classes} actions={<WayIn room={room} />}>
      {teachers && (
        <p className={styles['quiet']}>
          <Trans>
            With <bdi>{teachers}</bdi>
          </Trans>
        </p>
      )}
    </RoomCard>
  );
}

function WayIn({ room }: { room: RoomView }) {
  const { t } = useLingui();
  const { slug, lesson } = room;
  const to = paths.room(slug);
  if (isOpen(lesson) && !lesson?.isRemoved) {
    return (
      <ButtonLink
        to={to}
        variant="primary"
        isLarge
        aria-label={t`Go in to ${room.name}`}
        onClick={() => pressIn(slug)}
      >
        <Trans>Go in</Trans>
      </ButtonLink>
    );
  }
  return (
    <ButtonLink to={to} variant="soft" aria-label={t`Wait at the door of ${room.name}`}>
      <Trans>Wait at the door</Trans>
    </ButtonLink>
  );
}
