/**
 * Says why somebody may not come in, in the sentences of the server's refusals or of the meeting's
 * own.
 */
import { Trans, useLingui } from '@lingui/react/macro';
import type { ProblemCode } from '../../server/contract/problem.ts';
import { ClosedDoor } from '../ui/problems/closed-door.tsx';
import { sentences } from '../ui/problems/sentences.ts';
import type { FrameRefusal } from './frame-state.ts';

type Code = ProblemCode | FrameRefusal;

export function Refused({ code, onEnter }: { code: Code; onEnter: () => void }) {
  const { t } = useLingui();
  return (
    <ClosedDoor title={t`You cannot go in now`} onTryAgain={onEnter}>
      <Sentence code={code} />
    </ClosedDoor>
  );
}

function Sentence({ code }: { code: Code }) {
  const { i18n } = useLingui();
  switch (code) {
    case 'closed':
      return i18n._(sentences['lesson-closed-to-newcomers']);
    case 'full':
      return <Trans>The meeting is full.</Trans>;
    case 'locked':
      return <Trans>The meeting was locked with a password. Please ask an organizer.</Trans>;
    case 'lobby-denied':
      return <Trans>An organizer did not let you in. Please ask them.</Trans>;
    case 'not-allowed':
      return <Trans>The meeting server does not let you in. Please tell your school.</Trans>;
    default:
      return i18n._(sentences[code]);
  }
}
