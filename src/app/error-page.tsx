import { Trans, useLingui } from '@lingui/react/macro';
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { PlainPage } from '../ui/plain-page.tsx';

/** Catches errors that no page handles, such as a part of the code that could not be loaded. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? <ErrorPage /> : this.props.children;
  }
}

function ErrorPage() {
  const { t } = useLingui();
  return (
    <PlainPage
      title={t`Something went wrong on this page`}
      action={
        <Button variant="primary" onClick={() => window.location.reload()}>
          <Trans>Load the page again</Trans>
        </Button>
      }
    >
      <p role="alert">
        <Trans>Nothing is lost. If it happens again, please tell your school.</Trans>
      </p>
    </PlainPage>
  );
}
