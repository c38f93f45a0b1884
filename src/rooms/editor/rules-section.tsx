import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { ChangeRoom, RoomRules, RoomView } from '../../../server/contract/room.ts';
import { CheckField } from '../../ui/choice-field.tsx';
import { useChangeRoom } from '../api/change-room.ts';
import styles from './room-settings-page.module.css';
import { SaveRow } from './save-row.tsx';
import { Section } from './section.tsx';

type Rules = RoomRules & { isClosedToVisitors: boolean };

/** Everything allowed but the lobby: how a room begins. */
const firstRules = { chat: true, screenSharing: true, promotion: true, lobby: false } as const;

/** Who may come, and what members may do. What Jitsi only hides, says so. */
export function RulesSection({ room }: { room: RoomView }) {
  const { t } = useLingui();
  const change = useChangeRoom(room.slug);
  const [rules, setRules] = useState<Rules>({
    ...(room.rules ?? firstRules),
    isClosedToVisitors: room.isClosedToVisitors ?? false,
  });
  const field = (name: keyof Rules) => ({
    checked: rules[name],
    onChange: ({ target }: { target: HTMLInputElement }) => {
      setRules({ ...rules, [name]: target.checked });
      change.reset();
    },
  });
  return (
    <Section title={t`Rules of the room`}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          change.run(changeFrom(rules));
        }}
      >
        <div>
          <CheckField
            {...field('isClosedToVisitors')}
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
        <SaveRow change={change} />
      </form>
    </Section>
  );
}

const changeFrom = ({ isClosedToVisitors, ...rules }: Rules): ChangeRoom => ({
  isClosedToVisitors,
  rules,
});
