import { paths } from '../../server/contract/paths.ts';
import { useSession } from '../session/api/session.ts';
import { useBoot } from '../http/boot.ts';
import { PersonMenu } from '../session/person-menu.tsx';
import { Link } from '../ui/link.tsx';
import { Mark } from '../ui/mark.tsx';
import styles from './header.module.css';

export function Header() {
  const { school } = useBoot();
  const session = useSession();
  return (
    <header className={styles['header']}>
      <div className={styles['row']}>
        <Link to={paths.home} className={styles['home']}>
          <Mark address={school.mark} />
          <span className={styles['school']}>{school.name}</span>
        </Link>
        {session && <PersonMenu person={session.person} />}
      </div>
    </header>
  );
}
