import { useLingui } from '@lingui/react/macro';
import type { Problem } from '../../../server/contract/problem.ts';
import { sentences } from './sentences.ts';

/** With the number that an administrator finds in the log, where the fault is ours. */
export default function ProblemSentence({ problem }: { problem: Problem }) {
  const { t, i18n } = useLingui();
  const sentence = i18n._(sentences[problem.code] ?? sentences.internal);
  return (
    <>
      {sentence}
      {problem.status >= 500 && ` ${t`Number for your administrator: ${problem.requestId}`}`}
    </>
  );
}
