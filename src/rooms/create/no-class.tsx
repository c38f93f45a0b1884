import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { RoomView } from '../../../server/contract/room.ts';
import { Button } from '../../ui/button.tsx';
import ChooseClasses from './choose-classes.tsx';

/** What would otherwise be found out by a class that does not come; the cure beside it. */
export default function NoClass({ room }: { room: RoomView }) {
  const { t } = useLingui();
  const [isChoosing, setIsChoosing] = useState(false);
  return (
    <>
      <p>
        <Trans>Students cannot see this room: it has no class yet.</Trans>
      </p>
      <Button
        variant="quiet"
        onClick={() => setIsChoosing(true)}
        aria-label={t`Choose classes for ${room.name}`}
      >
        <Trans>Choose classes</Trans>
      </Button>
      {isChoosing && <ChooseClasses room={room} onClose={() => setIsChoosing(false)} />}
    </>
  );
}
