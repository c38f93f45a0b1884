import { Trans, useLingui } from '@lingui/react/macro';
import type { RoomRules, RoomView } from '../../../server/contract/room.ts';
import { CheckField } from '../../ui/choice-field.tsx';
import styles from './room-settings-page.module.css';
import { SavedSection } from './section.tsx';
import type { Saver } from './use-changes.ts';

/** Who may come, and what members may do. What Jitsi only hides, says so. */
export function RulesSection({ room, saver }: { room: RoomView; saver: Saver }) {
  const { t } = useLingui();
  const field = (name: keyof RoomRules) => ({
    checked: room.rules?.[name] ?? false,
    onChange: ({ target }: { target: HTMLInputElement }) =>
      saver.save({ rules: { [name]: target.checked } }),
  });
  return (
    <SavedSection title={t`Rules of the room`} saver={saver}>
      <div>
        <CheckField
          checked={room.isClosedToVisitors ?? false}
          onChange={({ target }) => saver.save({ isClosedToVisitors: target.checked })}
          label={t`Closed to visitors`}
          hint={t`Other teachers cannot look in by the room's address.`}
        />
        <CheckField
          {...field('lobby')}
          label={t`Lobby`}
          hint={t`Everyone knocks, and an organizer lets them in one by one.`}
        />
        <CheckField {...field('chat')} label={t`Members may write in the chat`} />
        <CheckField
          {...field('screenSharing')}
          label={t`Members may share their screen`}
          hint={t`Switched off, the button is hidden; somebody with skill could still get around it.`}
        />
        <CheckField
          {...field('promotion')}
          label={t`Organizers may make members moderators`}
          hint={t`For one lesson at a time.`}
        />
      </div>
      <p className={styles['hint']}>
        <Trans>Changes apply to those who come in from now on.</Trans>
      </p>
    </SavedSection>
  );
}
