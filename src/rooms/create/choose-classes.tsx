import { Trans, useLingui } from '@lingui/react/macro';
import type { RoomView } from '../../../server/contract/room.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useChangeRoom } from '../api/change-room.ts';
import { ClassPicker } from './class-picker.tsx';
import { useClasses } from './use-classes.ts';

/** For a room that no student sees yet. */
export default function ChooseClasses({ room, onClose }: { room: RoomView; onClose: () => void }) {
  const { t } = useLingui();
  const { all, ...classes } = useClasses(room.name);
  const change = useChangeRoom(room.slug);
  return (
    <Dialog
      title={t`Who is ${room.name} for?`}
      onClose={onClose}
      actions={
        <>
          <Button
            variant="primary"
            isBusy={change.isPending}
            onClick={() =>
              change.run({ classes: { add: all() } }, () => {
                announce(t`Saved`);
                onClose();
              })
            }
          >
            <Trans>Save</Trans>
          </Button>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        </>
      }
    >
      <ClassPicker {...classes} />
      <Refusal error={change.error} />
    </Dialog>
  );
}
