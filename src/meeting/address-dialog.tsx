import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { encode } from 'uqr';
import { paths } from '../../server/contract/paths.ts';
import type { RoomView } from '../../server/contract/room.ts';
import { announce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './address-dialog.module.css';

export default function AddressDialog({ room, onClose }: { room: RoomView; onClose: () => void }) {
  const { t } = useLingui();
  const address = new URL(paths.room(room.slug), window.location.origin).href;
  return (
    <Dialog
      title={t`The way to ${room.name}`}
      onClose={onClose}
      actions={
        <>
          <Copy text={address} />
          <Button onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
        </>
      }
    >
      <QrCode text={address} label={t`QR code with the address of the room`} />
      <TextField
        label={t`Address`}
        value={address}
        dir="ltr"
        readOnly
        onFocus={({ target }) => target.select()}
      />
      <p className={styles['hint']}>
        <Trans>Whoever comes this way signs in as always. The address alone lets nobody in.</Trans>
      </p>
    </Dialog>
  );
}

/** Where the browser gives no clipboard, the address can still be marked and copied by hand. */
function Copy({ text }: { text: string }) {
  const { t } = useLingui();
  const [isCopied, setIsCopied] = useState(false);
  async function copy() {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
    announce(t`Copied`);
  }
  if (!window.isSecureContext) return null;
  return (
    <Button variant="primary" onClick={() => void copy().catch(() => setIsCopied(false))}>
      {isCopied ? <Trans>Copied</Trans> : <Trans>Copy address</Trans>}
    </Button>
  );
}

/** Four light modules around it: ISO/IEC 18004, 6.3.8. */
const quietZone = 4;

/** Always dark on white, whatever the theme: not every camera reads it the other way round. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: quietZone });
  const dark = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  return (
    <svg
      className={styles['code']}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <path d={dark.join('')} />
    </svg>
  );
}
