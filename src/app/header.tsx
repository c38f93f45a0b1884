import { paths } from '../../server/contract/paths.ts';
import { useSession } from '../session/api/session.ts';
import { usePageData } from '../http/page-data.ts';
import { PersonMenu } from '../session/person-menu.tsx';
import { Link } from '../ui/link.tsx';
import { Logo } from '../ui/logo.tsx';
import styles from './header.module.css';

export function Header() {
  const { school } = usePageData();
  const session = useSession();
  return (
    <header className={styles['header']}>
      <div className={styles['row']}>
        <Link to={paths.home} className={styles['home']}>
          <Logo address={school.logo} />
          <span className={styles['school']}>{school.name}</span>
        </Link>
        {session && <PersonMenu person={session.person} />}
      </div>
    </header>
  );
}
