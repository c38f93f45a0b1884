/** What went wrong, in a sentence and once aloud. Nothing where nothing did. */
import { Trans } from '@lingui/react/macro';
import { lazy, type ReactNode, Suspense } from 'react';
import { needCatalog } from '../locales/catalogs.ts';
import { OfflineError, ProblemError } from '../http/problem-error.ts';
import { Notice } from './notice.tsx';

/** A server that refuses is there to hand out its sentences: they are loaded only then. */
const ProblemSentence = lazy(async () => {
  const [module] = await Promise.all([
    import('./problems/problem-sentence.tsx'),
    needCatalog('pages'),
  ]);
  return module;
});

export function Refusal({ error, action }: { error: unknown; action?: ReactNode }) {
  if (!error) return null;
  return (
    <Notice tone="danger" role="alert" action={action}>
      <ErrorSentence error={error} />
    </Notice>
  );
}

export function ErrorSentence({ error }: { error: unknown }) {
  if (error instanceof OfflineError && error.isServerDown) {
    return <Trans>Homeroom does not answer at the moment. Please try again in a minute.</Trans>;
  }
  if (!(error instanceof ProblemError)) {
    return <Trans>Homeroom cannot be reached. Please check the network and try again.</Trans>;
  }
  return (
    <Suspense fallback="…">
      <ProblemSentence problem={error.problem} />
    </Suspense>
  );
}
