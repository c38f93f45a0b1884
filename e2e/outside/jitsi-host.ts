/**
 * A Jitsi host of this machine: nginx with the shipped configuration, the stand-in for
 * Jitsi's web, Prosody with mod_homeroom, and the focus.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildMeetingPage } from './meeting-page/build.ts';
import { type Nginx, startNginx } from './nginx/start.ts';
import type { Changes } from './prosody/config.ts';
import { openSchool, type School } from './prosody/school.ts';

export type JitsiHost = {
  school: School;
  nginx: Nginx;
  /** As people type it, without a slash at its end. */
  url: string;
  stop(): Promise<void>;
};

/** Shows a meeting in a frame, as Homeroom's page does, and keeps what the frame says. */
const hostPage = `<!doctype html>
<title>Host</title>
<script src="/external_api.js"></script>
<div id="frame"></div>
<script>
  const given = new URLSearchParams(location.hash.slice(1));
  window.heard = [];
  window.api = new JitsiMeetExternalAPI(location.host, {
    roomName: given.get('room'),
    jwt: given.get('jwt'),
    parentNode: document.getElementById('frame'),
  });
  for (const name of ['ready', 'videoConferenceJoined', 'videoConferenceLeft', 'readyToClose',
    'participantRoleChanged', 'participantKickedOut', 'errorOccurred']) {
    window.api.on(name, (about) => window.heard.push({ name, ...about }));
  }
</script>`;

export async function startJitsiHost(
  homeroomPort: number,
  changes: Changes = {},
): Promise<JitsiHost> {
  const webRoot = await mkdtemp(join(tmpdir(), 'homeroom-jitsi-web-'));
  await buildMeetingPage(webRoot);
  await writeFile(join(webRoot, 'host.html'), hostPage);
  const school = await openSchool(changes);
  const nginx = await startNginx({
    homeroom: homeroomPort,
    prosody: school.prosody.port,
    videobridge: 1,
    jicofo: 1,
    webRoot,
  });
  return {
    school,
    nginx,
    url: `http://localhost:${nginx.port}`,
    async stop() {
      await nginx.stop();
      await school.stop();
      await rm(webRoot, { recursive: true, force: true });
    },
  };
}
