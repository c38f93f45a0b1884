/** Something that a person does by a press, and what became of it. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { noticeEnd } from './session-end.ts';

type State<Arg> =
  | { kind: 'idle' }
  | { kind: 'pending'; about: Arg }
  | { kind: 'done' }
  | { kind: 'refused'; error: unknown };

export type Act<Arg, Answer> = {
  /** A second press while the first is pending does nothing. */
  run(arg: Arg, onDone?: (answer: Answer) => void): void;
  isPending: boolean;
  isDone: boolean;
  /** What is being done now, to mark the one button of many. */
  about: Arg | undefined;
  error: unknown;
  /** Forgets what became of it, as when a form is typed in again. */
  reset(): void;
};

/** react-query's mutations weigh more than the list that needs two of them may. */
export function useAct<Answer, Arg = void>(
  act: (arg: Arg) => Promise<Answer>,
  onDone?: (answer: Answer) => void,
): Act<Arg, Answer> {
  const queries = useQueryClient();
  const isBusy = useRef(false);
  const [state, setState] = useState<State<Arg>>({ kind: 'idle' });

  async function run(arg: Arg, onThisDone?: (answer: Answer) => void) {
    if (isBusy.current) return;
    isBusy.current = true;
    setState({ kind: 'pending', about: arg });
    try {
      const answer = await act(arg);
      setState({ kind: 'done' });
      onDone?.(answer);
      onThisDone?.(answer);
    } catch (error) {
      setState({ kind: 'refused', error });
      noticeEnd(queries, error);
    } finally {
      isBusy.current = false;
    }
  }

  return {
    run: (arg, onThisDone) => void run(arg, onThisDone),
    isPending: state.kind === 'pending',
    isDone: state.kind === 'done',
    about: state.kind === 'pending' ? state.about : undefined,
    error: state.kind === 'refused' ? state.error : null,
    reset: () => setState({ kind: 'idle' }),
  };
}
