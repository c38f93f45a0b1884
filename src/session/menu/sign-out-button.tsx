import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from '../../ui/button.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useAction } from '../use-action.ts';
import { signOut } from './sign-out.ts';

export function SignOutButton() {
  const queries = useQueryClient();
  const leave = useAction((everywhere: boolean) => signOut(queries, everywhere));
  return (
    <>
      <Button onClick={() => leave.run(false)} isBusy={leave.isPending}>
        <Trans>Sign out</Trans>
      </Button>
      <Button variant="quiet" onClick={() => leave.run(true)} isBusy={leave.isPending}>
        <Trans>Sign out on all devices</Trans>
      </Button>
      <Refusal error={leave.error} />
    </>
  );
}
