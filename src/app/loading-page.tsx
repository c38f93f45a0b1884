import { useLingui } from '@lingui/react/macro';
import { Skeleton } from '../ui/skeleton.tsx';

/** Shown while the code of a page is loading. */
export function LoadingPage() {
  const { t } = useLingui();
  return <Skeleton label={t`Loading …`} />;
}
