import { Trans } from '@lingui/react/macro';
import { Suspense, useState } from 'react';
import type { RoomView } from '../../server/contract/room.ts';
import { lazyPage } from '../locales/catalogs.ts';
import { Button } from '../ui/button.tsx';

const AddressDialog = lazyPage('pages', () => import('./address-dialog.tsx'));

/** The way to a room for who comes by another: it lets nobody in that may not come in anyway. */
export function RoomAddress({ room }: { room: RoomView }) {
  const [isShown, setIsShown] = useState(false);
  return (
    <>
      <Button variant="quiet" onClick={() => setIsShown(true)}>
        <Trans>Address and QR code</Trans>
      </Button>
      <Suspense>
        {isShown && <AddressDialog room={room} onClose={() => setIsShown(false)} />}
      </Suspense>
    </>
  );
}
