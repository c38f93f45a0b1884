/** Something that a person does by a press, and what became of it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { noticeEnd } from './session-end.ts';

export type Action<Arg, Answer> = {
  /** A second press while the first is pending does nothing. */
  run(arg: Arg, onDone?: (answer: Answer) => void): void;
  isPending: boolean;
  isDone: boolean;
  /** The argument of the action under way, to mark one button of many. */
  about: Arg | undefined;
  error: unknown;
  /** Forgets what became of it, as when a form is typed in again. */
  reset(): void;
};

/** A refusal is never tried again by itself, and nothing waits for a network to come back. */
export function useAction<Answer, Arg = void>(
  action: (arg: Arg) => Promise<Answer>,
  onDone?: (answer: Answer) => void,
): Action<Arg, Answer> {
  const queries = useQueryClient();
  // Set at once, whereas the state changes only with the next render.
  const isBusy = useRef(false);
  const { mutateAsync, reset, isPending, isSuccess, variables, error } = useMutation({
    mutationFn: action,
    networkMode: 'always',
    onSuccess: (answer) => onDone?.(answer),
    onError: (fault) => noticeEnd(queries, fault),
    onSettled: () => {
      isBusy.current = false;
    },
  });

  function run(arg: Arg, onThisDone?: (answer: Answer) => void) {
    if (isBusy.current) return;
    isBusy.current = true;
    // Called even when the button is gone meanwhile. A refusal is in `error`.
    mutateAsync(arg).then(onThisDone, () => undefined);
  }

  return {
    run,
    isPending,
    isDone: isSuccess,
    about: isPending ? variables : undefined,
    error,
    reset,
  };
}
