import { useLingui } from '@lingui/react/macro';
import type { Problem, ProblemCode } from '../../../server/contract/problem.ts';
import { sentences } from './sentences.ts';

/** Refusals that only an administrator can look into, beside faults of the server. */
const forAdministrators: readonly ProblemCode[] = ['sign-in-refused', 'sign-in-misconfigured'];

/** With the number that an administrator finds in the log, where that helps. */
export default function ProblemSentence({ problem }: { problem: Problem }) {
  const { t, i18n } = useLingui();
  const sentence = i18n._(sentences[problem.code] ?? sentences.internal);
  const isInLog = problem.status >= 500 || forAdministrators.includes(problem.code);
  return (
    <>
      {sentence}
      {isInLog &&
        problem.requestId !== '' &&
        ` ${t`Number for your administrator: ${problem.requestId}`}`}
    </>
  );
}
