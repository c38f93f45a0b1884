/** The lesson ends for everybody: asked first, in words that cannot be taken for each other. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { Slug } from '../../server/contract/ids.ts';
import { useRoomAction } from '../rooms/api/room-answer.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { actInLesson } from './api/lesson-actions.ts';

export function EndForAll({ slug }: { slug: Slug }) {
  const { t } = useLingui();
  const [isAsking, setIsAsking] = useState(false);
  const end = useRoomAction(slug, () => actInLesson(slug, { action: 'end' }));
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>
        <Trans>End for all</Trans>
      </Button>
      {isAsking && (
        <Dialog
          title={t`End the lesson for everybody?`}
          onClose={() => setIsAsking(false)}
          actions={
            <>
              <Button onClick={() => setIsAsking(false)}>
                <Trans>Keep the lesson running</Trans>
              </Button>
              <Button variant="danger" isBusy={end.isPending} onClick={() => end.run()}>
                <Trans>End the lesson for everybody</Trans>
              </Button>
            </>
          }
        >
          <p>
            <Trans>Everybody leaves the meeting, breakout rooms too.</Trans>
          </p>
          <Refusal error={end.error} />
        </Dialog>
      )}
    </>
  );
}
