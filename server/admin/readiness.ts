/** What must be in order for Homeroom to serve, and what is not. */
import type { Check, Readiness } from '../contract/admin.ts';

export type Probes = {
  storage(): Promise<void>;
  directory(): Promise<{ isReady: boolean; detail: string }>;
  meetingServer(): { isReady: boolean; detail: string };
};

export async function readiness(probes: Probes): Promise<Readiness> {
  const checks: Check[] = [
    { name: 'storage', ...(await storageCheck(probes)) },
    { name: 'directory', ...(await probes.directory()) },
    { name: 'meeting-server', ...probes.meetingServer() },
  ];
  return { ready: checks.every(({ isReady }) => isReady), checks };
}

async function storageCheck(probes: Probes): Promise<{ isReady: boolean; detail: string }> {
  try {
    await probes.storage();
    return { isReady: true, detail: 'The database answers.' };
  } catch {
    return {
      isReady: false,
      detail: 'The database does not answer. Is the disk full, or the folder gone?',
    };
  }
}
