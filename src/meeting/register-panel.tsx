/** Opens and closes the register, a panel that may stay open beside the meeting. */
import { Trans } from '@lingui/react/macro';
import { useEffect, useEffectEvent, useId, useRef } from 'react';
import { create } from 'zustand';
import type { RoomView } from '../../server/contract/room.ts';
import { Button } from '../ui/button.tsx';
import { Register } from './register.tsx';

/** Of this tab: a meeting that is built anew leaves it as it was. */
export const useRegister = create<{ isOpen: boolean }>(() => ({ isOpen: false }));

/** The panel comes right after its button, for the eye and for the keyboard. */
export function RegisterPanel({ room }: { room: RoomView }) {
  const isOpen = useRegister((register) => register.isOpen);
  const toggle = useRef<HTMLButtonElement>(null);
  const id = useId();

  function close(): void {
    useRegister.setState({ isOpen: false });
    toggle.current?.focus();
  }

  useEscape(isOpen, close);

  return (
    <>
      <Button
        ref={toggle}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => useRegister.setState({ isOpen: !isOpen })}
      >
        <Trans>Who is here</Trans>
      </Button>
      {isOpen && <Register id={id} room={room} onClose={close} />}
    </>
  );
}

/** Wherever in the page the focus is, but not while a question stands over it. */
function useEscape(isOpen: boolean, close: () => void): void {
  const onEscape = useEffectEvent(close);
  useEffect(() => {
    if (!isOpen) return;
    const listen = ({ key }: KeyboardEvent) => {
      if (key === 'Escape' && !document.querySelector('dialog[open]')) onEscape();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [isOpen]);
}
