import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/choice-field.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { signIn } from '../sign-in.ts';
import { useAction } from '../use-action.ts';
import styles from './sign-in-form.module.css';

/** One button. The password is typed at the provider, never here. */
export function SignInForm({ returnTo }: { returnTo: string }) {
  const { t } = useLingui();
  const [shared, setShared] = useState(false);
  const go = useAction(() => signIn({ returnTo, shared }));
  return (
    <div className={styles['form']}>
      <Button variant="primary" isLarge isWide isBusy={go.isPending} onClick={() => go.run()}>
        {go.isPending ? <Trans>One moment …</Trans> : <Trans>Sign in</Trans>}
      </Button>
      <CheckField
        label={t`This is a shared computer`}
        hint={t`You are signed out sooner.`}
        checked={shared}
        onChange={({ target }) => setShared(target.checked)}
      />
      <Refusal error={go.error} />
    </div>
  );
}
