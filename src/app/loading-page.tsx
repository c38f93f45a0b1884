import { useLingui } from '@lingui/react/macro';
import { Skeleton } from '../ui/skeleton.tsx';

/** While a page's code is on its way. */
export function LoadingPage() {
  const { t } = useLingui();
  return <Skeleton label={t`Loading …`} />;
}
