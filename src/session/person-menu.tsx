import { Trans } from '@lingui/react/macro';
import { paths } from '../../server/contract/paths.ts';
import type { Me } from '../../server/contract/person.ts';
import { ButtonLink } from '../ui/button.tsx';
import { LookAndLanguage } from '../ui/look-and-language.tsx';
import { useDisclosure } from '../ui/use-disclosure.ts';
import styles from './person-menu.module.css';
import { SignOutButton } from './sign-out-button.tsx';

/** Who one is here, and the way out. On a shared tablet, the name is what matters. */
export function PersonMenu({ person }: { person: Me }) {
  const details = useDisclosure();
  const close = () => details.current?.removeAttribute('open');
  return (
    <details ref={details} className={styles['menu']}>
      <summary className={styles['summary']}>
        <bdi className={styles['name']}>{person.name}</bdi>
        <svg className={styles['arrow']} viewBox="0 0 12 8" aria-hidden>
          <path d="M1 1.500 6 6.500l5-5" />
        </svg>
      </summary>
      <div className={styles['panel']}>
        <div className={styles['who']}>
          <strong>
            <bdi>{person.name}</bdi>
          </strong>
          <span className={styles['quiet']}>
            <RoleName person={person} />
          </span>
        </div>
        <LookAndLanguage />
        {person.isAdmin && (
          <ButtonLink to={paths.admin} onClick={close}>
            <Trans>State of the server</Trans>
          </ButtonLink>
        )}
        <SignOutButton />
      </div>
    </details>
  );
}

function RoleName({ person: { role, isAdmin, classes } }: { person: Me }) {
  if (role === 'teacher') return <Trans>Teacher</Trans>;
  if (role === 'student') return <Trans>Student, {classes.join(', ')}</Trans>;
  return isAdmin ? <Trans>Administrator</Trans> : <Trans>No role</Trans>;
}
