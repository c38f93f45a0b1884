/** On whichever page one arrives: a room that is about to be deleted, or what did not work. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import type { Slug } from '../../../server/contract/ids.ts';
import { apiPaths, paths } from '../../../server/contract/paths.ts';
import { ProblemError } from '../../http/problem-error.ts';
import { request } from '../../http/request.ts';
import { noticeEnd } from '../../session/session-end.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ErrorSentence } from '../../ui/refusal.tsx';
import { focusMain } from '../../ui/skip-link.tsx';
import { dropRoom } from '../api/rooms.ts';
import { forgetLeftBehind, leaveBehind } from '../leave-behind.ts';
import { type LeftBehind, useLeftBehind } from '../left-behind.ts';

export default function LeftBehindNotices() {
  const all = useLeftBehind((state) => state.all);
  return all.map((one) =>
    one.kind === 'deletion' ? (
      <AboutToDelete key={one.slug} slug={one.slug} name={one.name} />
    ) : (
      <Failed key={one.slug} {...one} />
    ),
  );
}

/** How long a press can be taken back, ms. */
const undoFor = 7_000;

/** A moment to think again. Whoever closes the page meanwhile has thought. */
function AboutToDelete({ slug, name }: { slug: Slug; name: string }) {
  const { t } = useLingui();
  const queries = useQueryClient();

  async function remove(): Promise<void> {
    try {
      await request('DELETE', apiPaths.room(slug));
      dropRoom(queries, slug);
      forgetLeftBehind(slug);
    } catch (error) {
      // Done already: from another window, or when this one was put away.
      if (isGone(error)) return forgetLeftBehind(slug);
      noticeEnd(queries, error);
      leaveBehind({ kind: 'not-deleted', slug, name, error });
    }
  }

  const removeNow = useEffectEvent(() => void remove());
  const say = useEffectEvent(() =>
    announce(t`${name} is deleted in a few seconds. You can undo it until then.`),
  );
  useEffect(() => {
    say();
    const timer = setTimeout(() => removeNow(), undoFor);
    const hide = () => removeNow();
    window.addEventListener('pagehide', hide);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pagehide', hide);
    };
  }, []);

  return (
    <Notice
      tone="danger"
      action={
        <Button
          aria-label={t`Undo: delete ${name}`}
          onClick={() => {
            forgetLeftBehind(slug);
            announce(t`${name} stays.`);
            focusMain();
          }}
        >
          <Trans>Undo</Trans>
        </Button>
      }
    >
      <Trans>
        <bdi>{name}</bdi> is deleted in a few seconds.
      </Trans>
    </Notice>
  );
}

const isGone = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.code === 'room-not-found';

function Failed({ kind, slug, name, error }: Exclude<LeftBehind, { kind: 'deletion' }>) {
  const { t } = useLingui();
  return (
    <Notice
      tone="danger"
      role="alert"
      action={
        <>
          <ButtonLink to={paths.roomSettings(slug)} onClick={() => forgetLeftBehind(slug)}>
            {t`Settings of ${name}`}
          </ButtonLink>
          <Button
            aria-label={t`Close the notice about ${name}`}
            onClick={() => {
              forgetLeftBehind(slug);
              focusMain();
            }}
          >
            <Trans>Close</Trans>
          </Button>
        </>
      }
    >
      <p>
        {kind === 'not-saved' ? (
          <Trans>
            Your last change of <bdi>{name}</bdi> was not saved.
          </Trans>
        ) : (
          <Trans>
            <bdi>{name}</bdi> was not deleted.
          </Trans>
        )}{' '}
        <ErrorSentence error={error} />
      </p>
    </Notice>
  );
}
