import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { RoomView } from '../../../server/contract/room.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useDeleteRoom } from '../api/delete-room.ts';
import styles from './room-settings-page.module.css';
import { Section } from './section.tsx';

type Step = 'none' | 'asking' | 'about-to';

export function DeleteSection({ room }: { room: RoomView }) {
  const { t } = useLingui();
  const [step, setStep] = useState<Step>('none');
  const remove = useDeleteRoom(room.slug);
  const opener = useRef<HTMLButtonElement>(null);
  const isUndone = useRef(false);
  useEffect(() => {
    if (step === 'none' && isUndone.current) opener.current?.focus();
  }, [step]);
  return (
    <Section title={t`Delete the room`}>
      <p className={styles['hint']}>
        <Trans>The room and its settings go for good, and its address is never used again.</Trans>
      </p>
      {step === 'about-to' ? (
        <AboutToDelete
          onUndo={() => {
            isUndone.current = true;
            announce(t`The room stays.`);
            setStep('none');
          }}
          onPassed={() => {
            setStep('none');
            remove.run();
          }}
        />
      ) : (
        <div>
          <Button ref={opener} isBusy={remove.isPending} onClick={() => setStep('asking')}>
            {remove.isPending ? <Trans>Deleting …</Trans> : <Trans>Delete the room …</Trans>}
          </Button>
        </div>
      )}
      <Refusal error={remove.error} />
      {step === 'asking' && (
        <Question room={room} onKeep={() => setStep('none')} onDelete={() => setStep('about-to')} />
      )}
    </Section>
  );
}

/** How long a press can be taken back, ms. */
const undoFor = 7_000;

/**
 * Deletes only after a moment, in which it can be undone. Leaving the page meanwhile deletes
 * nothing.
 */
function AboutToDelete({ onUndo, onPassed }: { onUndo: () => void; onPassed: () => void }) {
  const { t } = useLingui();
  const undo = useRef<HTMLButtonElement>(null);
  const say = useEffectEvent(() =>
    announce(t`The room is deleted in a few seconds. You can undo it until then.`),
  );
  const passed = useEffectEvent(onPassed);
  useEffect(() => {
    // The button that had the focus is gone: this is the next step.
    undo.current?.focus();
    say();
    const timer = setTimeout(() => passed(), undoFor);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Notice
      tone="danger"
      action={
        <Button ref={undo} onClick={onUndo}>
          <Trans>Undo</Trans>
        </Button>
      }
    >
      <Trans>
        The room is deleted in a few seconds. It stays if you undo that or leave this page.
      </Trans>
    </Notice>
  );
}

function Question({
  room,
  onKeep,
  onDelete,
}: {
  room: RoomView;
  onKeep: () => void;
  onDelete: () => void;
}) {
  const { t } = useLingui();
  return (
    <Dialog
      title={t`Delete ${room.name}?`}
      onClose={onKeep}
      actions={
        <>
          <Button onClick={onKeep}>
            <Trans>Keep the room</Trans>
          </Button>
          <Button variant="danger" onClick={onDelete}>
            <Trans>Delete for good</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>
          A lesson that is running ends for everybody. You have a few seconds to undo it; after that
          nothing brings the room back. You may be asked for your password.
        </Trans>
      </p>
    </Dialog>
  );
}
