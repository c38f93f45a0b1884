/** With which devices this tab goes into meetings. Students come in silent and unseen. */
import { create } from 'zustand';
import type { Affiliation } from '../../server/contract/person.ts';
import type { Devices } from './frame-config.ts';

export const useDevices = create<{ chosen: Devices | null }>(() => ({ chosen: null }));

/** What was chosen here, or what suits: an organizer is seen and heard, a member not yet. */
export function devicesFor(affiliation: Affiliation, chosen: Devices | null): Devices {
  if (affiliation === 'member') return { microphone: false, camera: false };
  return chosen ?? { microphone: true, camera: true };
}
