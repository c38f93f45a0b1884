import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '../ui/button.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { signOut } from './sign-out.ts';

export function SignOutButton() {
  const queries = useQueryClient();
  const leave = useMutation({ mutationFn: () => signOut(queries) });
  return (
    <>
      <Button onClick={() => leave.mutate()} isBusy={leave.isPending}>
        <Trans>Sign out</Trans>
      </Button>
      <Refusal error={leave.error} />
    </>
  );
}
