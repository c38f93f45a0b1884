/** Hosts of a Jitsi's beside its own, at which people sign in without a pass: they are switched off. */
import { settingOf, stringsIn } from './lua-scan.ts';
import type { Placed } from './survey-prosody.ts';
import type { Survey } from './survey.ts';

/** Jitsi's own name for the host of its dial-in service. */
const dialIn = 'jigasi.meet.jitsi';

/** Whether a host belongs to the Jitsi that was picked: guests, the dial-in of JaaS. */
export function sharedWithJitsi({ jitsi }: Survey, host: Placed): boolean {
  if (!jitsi) return false;
  const main = stringsIn(settingOf(host.settings, 'main_muc')?.value ?? '')[0];
  return host.name === dialIn || main === jitsi.names.main || host.name === `guest.${jitsi.domain}`;
}

export const hostsToClose = (found: Survey): Placed[] =>
  found.open.filter((host) => sharedWithJitsi(found, host));
