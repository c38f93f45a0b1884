/**
 * With which devices this tab goes into a meeting. Kept in the tab, so that what
 * builds the meeting anew, a reload and the password page included, finds them
 * as the person left them.
 */
import { create } from 'zustand';
import type { Pass } from '../../server/contract/pass.ts';
import type { Devices } from './frame-devices.ts';

export type KeptDevices = Devices & {
  /** Choices do not pass to another person who signs in at the same tab. */
  personId: string;
  /** The lesson they were set in; `null` when they were chosen before it. */
  lessonId: string | null;
};

const key = 'homeroom-devices';

export const useDevices = create<{ kept: KeptDevices | null }>(() => ({ kept: readKept() }));

export function keepDevices(kept: KeptDevices): void {
  sessionStorage.setItem(key, JSON.stringify(kept));
  useDevices.setState({ kept });
}

/**
 * Forgets the lesson in which the devices were set: whoever leaves on purpose comes into it, or the
 * next, as for the first time.
 */
export function leaveWithDevices(): void {
  const { kept } = useDevices.getState();
  if (kept) keepDevices({ ...kept, lessonId: null });
}

/** An organizer's choice at the door. Nobody is seen or heard who has not chosen it. */
export function chosenDevices(kept: KeptDevices | null, personId: string): Devices {
  const { microphone, camera } = kept?.personId === personId ? kept : silentAndUnseen;
  return { microphone, camera };
}

/** How a frame for this pass starts. Members come into a lesson silent and unseen. */
export function devicesFor(
  kept: KeptDevices | null,
  { affiliation, personId, lessonId }: Pick<Pass, 'affiliation' | 'personId' | 'lessonId'>,
): Devices {
  const isBack = kept?.personId === personId && kept.lessonId === lessonId;
  if (affiliation === 'member' && !isBack) return silentAndUnseen;
  return chosenDevices(kept, personId);
}

const silentAndUnseen: Devices = { microphone: false, camera: false };

/** Anything in the storage that does not have this form is ignored. */
function readKept(): KeptDevices | null {
  try {
    const kept: Partial<KeptDevices> | null = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    const { personId, lessonId = null, microphone, camera } = kept ?? {};
    if (typeof personId !== 'string') return null;
    return { personId, lessonId, microphone: microphone === true, camera: camera === true };
  } catch {
    return null;
  }
}
