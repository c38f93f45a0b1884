import { Trans, useLingui } from '@lingui/react/macro';
import { useLocation } from 'react-router';
import { Door } from '../../ui/door.tsx';
import { ThemeAndLanguage } from '../../ui/appearance/theme-and-language.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { usePageData } from '../../http/page-data.ts';
import styles from './front-door.module.css';
import { SignInForm } from './sign-in-form.tsx';
import { useEarlyUse } from './use-early-use.ts';

/**
 * The school's name, one button, and the language. Where another page was asked for, it leads back
 * there.
 */
export default function FrontDoor({ isOnTheWay }: { isOnTheWay: boolean }) {
  useEarlyUse();
  const { t } = useLingui();
  const { school } = usePageData();
  const { pathname } = useLocation();
  return (
    <div className={styles['page']}>
      <div className={styles['door']}>
        <Door state="open" className={styles['picture']} />
        <PageHeading title={isOnTheWay ? t`Please sign in first` : school.name} />
        <p className={styles['lead']}>
          {isOnTheWay ? (
            <Trans>Then you go straight on to the page you asked for.</Trans>
          ) : (
            <Trans>Your school's rooms for online lessons</Trans>
          )}
        </p>
        <SignInForm returnTo={pathname} />
      </div>
      <div className={styles['choices']}>
        <ThemeAndLanguage />
      </div>
    </div>
  );
}
