import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Refusal } from '../../ui/refusal.tsx';

/** Before something that is hard to take back. Each answer names what it does. */
export function Question({
  title,
  children,
  keep,
  act,
}: {
  title: string;
  children: ReactNode;
  keep: { label: string; onPress: () => void };
  act: { label: string; onPress: () => void; isBusy?: boolean; error?: unknown };
}) {
  return (
    <Dialog
      title={title}
      onClose={keep.onPress}
      actions={
        <>
          <Button onClick={keep.onPress}>{keep.label}</Button>
          <Button variant="danger" isBusy={act.isBusy ?? false} onClick={act.onPress}>
            {act.label}
          </Button>
        </>
      }
    >
      <p>{children}</p>
      <Refusal error={act.error} />
    </Dialog>
  );
}
