import { useLingui } from '@lingui/react/macro';
import { useEffect, useEffectEvent, useState } from 'react';
import type { RoomView } from '../../../server/contract/room.ts';
import { TextField } from '../../ui/text-field.tsx';
import { SavedSection } from './section.tsx';
import { type Saver, useOnHiding } from './use-changes.ts';

/** Saved by Enter, and by leaving the field or the page in whatever way. */
export function NameSection({ room, saver }: { room: RoomView; saver: Saver }) {
  const { t } = useLingui();
  const [typed, setTyped] = useState<string | null>(null);
  const isMissing = typed?.trim() === '';

  function keep(): void {
    if (typed === null || isMissing) return;
    setTyped(null);
    const name = typed.trim();
    if (name !== room.name) saver.save({ name }, () => setTyped(typed));
  }

  useOnHiding(keep);
  const keepNow = useEffectEvent(keep);
  useEffect(() => () => keepNow(), []);

  return (
    <SavedSection title={t`Name`} saver={saver}>
      <TextField
        label={t`Name of the room`}
        hint={t`The address stays the same, so that links keep working.`}
        value={typed ?? room.name}
        maxLength={80}
        wrong={isMissing ? t`A room needs a name.` : undefined}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={keep}
        onKeyDown={({ key, nativeEvent }) => {
          // Enter also ends the writing of a Chinese or Japanese word.
          if (key === 'Enter' && !nativeEvent.isComposing) keep();
        }}
      />
    </SavedSection>
  );
}
