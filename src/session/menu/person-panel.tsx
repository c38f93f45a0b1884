import { Trans } from '@lingui/react/macro';
import { paths } from '../../../server/contract/paths.ts';
import type { Me } from '../../../server/contract/person.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { ThemeAndLanguage } from '../../ui/appearance/theme-and-language.tsx';
import { useMe } from '../api/session.ts';
import styles from './person-panel.module.css';
import { SignOutButton } from './sign-out-button.tsx';
import { useClosing } from './use-closing.ts';

/** What the person's menu opens. */
export default function PersonPanel() {
  const person = useMe();
  return (
    <div ref={useClosing()} className={styles['panel']}>
      <div className={styles['who']}>
        <strong>
          <bdi>{person.name}</bdi>
        </strong>
        <span className={styles['quiet']}>
          <RoleName person={person} />
        </span>
      </div>
      <ThemeAndLanguage />
      {person.isAdmin && (
        <ButtonLink to={paths.admin}>
          <Trans>State of the server</Trans>
        </ButtonLink>
      )}
      <SignOutButton />
    </div>
  );
}

function RoleName({ person: { role, isAdmin, classes } }: { person: Me }) {
  if (role === 'teacher') return <Trans>Teacher</Trans>;
  if (role === 'student') return <Trans>Student, {classes.join(', ')}</Trans>;
  return isAdmin ? <Trans>Administrator</Trans> : <Trans>No role</Trans>;
}
