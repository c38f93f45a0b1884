import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from '../../ui/button.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { useAct } from '../use-act.ts';
import { signOut } from './sign-out.ts';

export function SignOutButton() {
  const queries = useQueryClient();
  const leave = useAct(() => signOut(queries));
  return (
    <>
      <Button onClick={() => leave.run()} isBusy={leave.isPending}>
        <Trans>Sign out</Trans>
      </Button>
      <Refusal error={leave.error} />
    </>
  );
}
