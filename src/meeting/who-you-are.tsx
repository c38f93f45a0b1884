/** *You are …*, with a way out for whoever finds somebody else's name there. */
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useSession } from '../session/api/session.ts';
import { signOut } from '../session/menu/sign-out.ts';
import { useAction } from '../session/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Refusal } from '../ui/refusal.tsx';
import styles from './room-page.module.css';

/** "Not you?" signs out and leads back here: the next person signs in, and is in this room. */
export function WhoYouAre() {
  const queries = useQueryClient();
  const leave = useAction(() => signOut(queries));
  const session = useSession();
  if (!session) return null;
  const { name } = session.person;
  return (
    <>
      <p className={styles['who']}>
        <Trans>
          You are <bdi className={styles['name']}>{name}</bdi>.
        </Trans>{' '}
        <Button variant="quiet" isBusy={leave.isPending} onClick={() => leave.run()}>
          <Trans>Not you?</Trans>
        </Button>
      </p>
      <Refusal error={leave.error} />
    </>
  );
}

/** The organizers, as the class knows them. */
export function Expected({ names }: { names: readonly string[] }) {
  const list = new Intl.ListFormat(document.documentElement.lang, { type: 'disjunction' });
  return <bdi className={styles['name']}>{list.format(names)}</bdi>;
}
