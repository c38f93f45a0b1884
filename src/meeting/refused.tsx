/** The door says no: in the words of the server's refusals, or of the meeting's own. */
import { Trans, useLingui } from '@lingui/react/macro';
import { paths } from '../../server/contract/paths.ts';
import type { ProblemCode } from '../../server/contract/problem.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { PlainPage } from '../ui/plain-page.tsx';
import { sentences } from '../ui/problems/sentences.ts';
import type { FrameRefusal } from './frame-state.ts';

type Code = ProblemCode | FrameRefusal;

export function Refused({ code, onEnter }: { code: Code; onEnter: () => void }) {
  const { t } = useLingui();
  return (
    <PlainPage
      title={t`You cannot go in now`}
      action={
        <>
          <Button onClick={onEnter}>
            <Trans>Try again</Trans>
          </Button>
          <ButtonLink to={paths.home} look="primary">
            <Trans>To your rooms</Trans>
          </ButtonLink>
        </>
      }
    >
      <p>
        <Sentence code={code} />
      </p>
    </PlainPage>
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
