/** What `deploy/jitsi/homeroom-config.js` makes of Jitsi's config.js, wherever that is read. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, it, vi } from 'vitest';

const shipped = await readFile(
  join(import.meta.dirname, '../../../deploy/jitsi/homeroom-config.js'),
  'utf8',
);
/** As Debian's, where it matters. */
const before = `var config = {
  p2p: { enabled: true, stunServers: [{ urls: 'stun:meet-jit-si-turnrelay.jitsi.net:443' }] },
  prejoinConfig: { hideDisplayName: true },
};`;

const read = (globals: object) => runInNewContext(`${before}\n${shipped}\nconfig;`, globals);

/** A browser's window, by itself or in a frame. */
function openAt(address: string, isFramed = false) {
  const replace = vi.fn<(address: string) => void>();
  const { pathname, hash } = new URL(address, 'https://meet.example.org');
  const window = { location: { pathname, hash, replace }, top: {} };
  if (!isFramed) window.top = window;
  read({ window });
  return replace.mock.calls.flat();
}

it('sends no address of a student out of the school, and keeps what else is set', () => {
  expect(read({})).toMatchObject({
    tokenAuthUrl: 'https://meet.example.org/homeroom/rooms/{room}',
    disableThirdPartyRequests: true,
    p2p: { enabled: true, stunServers: [] },
    prejoinConfig: { enabled: false, hideDisplayName: true },
    localRecording: { disable: true },
    hideLoginButton: true,
  });
});

it.each(['/Maths-7A-x1', '/Maths-7A-x1?jwt=over', '/Maths-7A-x1#jwt=over', '/tenant/Maths-7A-x1'])(
  'leads whoever opens %s by hand to the room’s page',
  (address) => {
    expect(openAt(address)).toEqual(['https://meet.example.org/homeroom/rooms/maths-7a-x1']);
  },
);

it('leaves the frame, the recorder and Jitsi’s apps where they are', () => {
  expect(openAt('/maths-7a-x1#jwt=good', true)).toEqual([]);
  expect(openAt('/maths-7a-x1#config.iAmRecorder=true')).toEqual([]);
  // React Native has a window that is in no other and has no top.
  const window = { location: { pathname: '/maths-7a-x1', hash: '' } };
  expect(() => read({ window })).not.toThrow();
});
