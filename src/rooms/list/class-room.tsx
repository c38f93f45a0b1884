import { Trans, useLingui } from '@lingui/react/macro';
import { paths } from '../../../server/contract/paths.ts';
import type { RoomView } from '../../../server/contract/room.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { isOpen } from './lesson-words.tsx';
import { RoomCard } from './room-card.tsx';

/** A room as a student sees it: who teaches here, and one big button. */
export function ClassRoom({ room }: { room: RoomView }) {
  const { t, i18n } = useLingui();
  const teachers = new Intl.ListFormat(i18n.locale).format(room.organizers.map(({ name }) => name));
  return (
    <RoomCard room={room} as="h3" actions={<WayIn room={room} label={t`Go in to ${room.name}`} />}>
      {teachers && (
        <p>
          <Trans>
            With <bdi>{teachers}</bdi>
          </Trans>
        </p>
      )}
    </RoomCard>
  );
}

function WayIn({ room, label }: { room: RoomView; label: string }) {
  const { t } = useLingui();
  const to = paths.room(room.slug);
  if (isOpen(room.lesson) && !room.lesson?.isRemoved) {
    return (
      <ButtonLink to={to} variant="primary" isLarge aria-label={label}>
        <Trans>Go in</Trans>
      </ButtonLink>
    );
  }
  return (
    <ButtonLink to={to} isLarge aria-label={t`Wait at the door of ${room.name}`}>
      <Trans>Wait at the door</Trans>
    </ButtonLink>
  );
}
