// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ids } from '../../server/contract/testing/ids.ts';

const own = { personId: ids.person('finn'), lessonId: ids.lesson('lesson-1') };
const member = { ...own, affiliation: 'member' } as const;
const owner = { ...own, affiliation: 'owner' } as const;
const off = { microphone: false, camera: false };
const on = { microphone: true, camera: true };

/** As after a reload: what the tab keeps is read anew. */
async function reload() {
  vi.resetModules();
  const { useDevices, ...devices } = await import('./devices.ts');
  return { ...devices, kept: () => useDevices.getState().kept };
}

beforeEach(() => sessionStorage.clear());

describe('for the first time', () => {
  it('everybody comes in silent and unseen', async () => {
    const { devicesFor } = await reload();
    expect(devicesFor(null, member)).toEqual(off);
    expect(devicesFor(null, owner)).toEqual(off);
  });
  it('an organizer’s choice at the door outlives the password page', async () => {
    (await reload()).keepDevices({ ...on, camera: false, personId: 'finn', lessonId: null });
    const { devicesFor, kept } = await reload();
    expect(devicesFor(kept(), owner)).toEqual({ microphone: true, camera: false });
    expect(devicesFor(kept(), member)).toEqual(off);
  });
});

describe('built anew, or loaded again', () => {
  it('microphone and camera are as they were left', async () => {
    (await reload()).keepDevices({ ...off, ...own });
    expect((await reload()).devicesFor((await reload()).kept(), owner)).toEqual(off);
    (await reload()).keepDevices({ ...off, microphone: true, ...own });
    const { devicesFor, kept } = await reload();
    expect(devicesFor(kept(), member)).toEqual({ microphone: true, camera: false });
  });
  it('in another lesson a member is silent and unseen again', async () => {
    const { keepDevices, devicesFor, kept } = await reload();
    keepDevices({ ...on, ...own });
    expect(devicesFor(kept(), { ...member, lessonId: ids.lesson('lesson-2') })).toEqual(off);
  });
  it('so is a member who has left on purpose', async () => {
    const { keepDevices, leaveWithDevices, devicesFor, kept } = await reload();
    keepDevices({ ...on, ...own });
    leaveWithDevices();
    expect(devicesFor(kept(), member)).toEqual(off);
  });
  it('another person at the same tab inherits nothing', async () => {
    const { keepDevices, devicesFor, kept } = await reload();
    keepDevices({ ...on, ...own });
    expect(devicesFor(kept(), { ...member, personId: ids.person('guel') })).toEqual(off);
  });
});

it.each(['{', '[]', '"x"', '7', '{"microphone":true}'])(
  'what is not its own is nothing: %s',
  async (text) => {
    sessionStorage.setItem('homeroom-devices', text);
    expect((await reload()).kept()).toBeNull();
  },
);
