/**
 * `homeroom install` from the package, on a booted Debian with Jitsi's files: its own Prosody, nginx
 * and systemd take the result.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createSendCommand } from '../../server/jitsi/send-command.ts';
import { ids } from '../../server/contract/testing/ids.ts';
import { domain } from '../../server/install/testing/host.ts';
import { connect } from '../outside/prosody/client.ts';
import { claimsOf, signPass } from '../outside/prosody/passes.ts';
import { bootJitsi, type JitsiHost, readInside, removePackage } from './jitsi-host.ts';

const people = '--set=HOMEROOM_PEOPLE_FILE=/var/lib/homeroom/data/people.json';
const jitsis = ['/etc/prosody', '/etc/nginx', '/etc/jitsi', '/usr/local', '/etc/systemd/system'];

let host: JitsiHost;
afterEach(() => host.stop());
afterAll(removePackage);

/** Installs, while jicofo waits at Prosody's door as it always does. */
async function install(): Promise<string> {
  const { system } = host;
  let ended: string | undefined;
  const installing = system.attempt(['homeroom', 'install', '--yes', people]).then((answer) => {
    ended = answer.output;
    return answer;
  });
  const log = '/var/log/prosody/prosody.log';
  const isInForce = async (): Promise<boolean> => {
    if (ended !== undefined) throw new Error(`${ended}\n${readInside(system, log).slice(-3_000)}`);
    return (
      (await system.attempt(['grep', '-q', "A pass of Homeroom's is accepted", log])).status === 0
    );
  };
  await expect.poll(isInForce, { timeout: 120_000 }).toBe(true);
  const focus = await host.bringFocus();
  const { status, output } = await installing;
  focus.close();
  expect(output).toContain('Homeroom is ready');
  expect(status).toBe(0);
  return output;
}

/** Opens a lesson past Homeroom, which does not run meanwhile. @returns passes for it */
async function openLesson() {
  const key = (name: string) => readInside(host.system, `/etc/homeroom/${name}`).trim();
  const url = new URL(
    host.client.url.replace('ws:', 'http:').replace('xmpp-websocket', 'homeroom-commands'),
  );
  const [slug, lessonId] = ['maths-7a', randomUUID()];
  const send = createSendCommand({
    url,
    key: key('command.key'),
    clock: Date.now,
    fetch,
    timeoutMs: 10_000,
  });
  await send({
    kind: 'open',
    order: Date.now(),
    slug: ids.slug(slug),
    lessonId: ids.lesson(lessonId),
    openedAt: Date.now(),
    graceSeconds: 120,
    allowsPromotion: true,
    usesLobby: false,
  });
  return (changes: object = {}): Promise<string> => {
    const claims = claimsOf({
      room: slug,
      lesson: lessonId,
      person: 'teacher',
      affiliation: 'owner',
    });
    return signPass({ ...claims, sub: domain, ...changes }, key('app.secret'));
  };
}

const signIn = (token?: string) => {
  const query = new URLSearchParams({ room: 'maths-7a', ...(token && { token }) });
  return connect({ ...host.client, url: `${host.client.url}?${query.toString()}` });
};

describe.each(['july-2026', 'tokens'] as const)('on the layout %s', (layout) => {
  it('the result starts, lets in by a pass only, and is taken out without a trace', async () => {
    host = await bootJitsi(layout);
    const { system, files } = host;
    const before = files.everything(...jitsis);
    expect((await host.fetch('/')).text).toContain('Jitsi Meet');

    await install();
    expect((await host.fetch('/')).text).toContain('/homeroom/');
    for (const path of ['/config.js', '/a/config.js']) {
      const { text } = await host.fetch(path);
      expect(text).toContain(`config.tokenAuthUrl = homeroom +`);
      expect(text).toContain(`domain: '${domain}'`);
      expect(text).not.toContain('<!--#');
    }
    for (const path of ['/conference-request/v1', '/a/room-size?room=x', '/_api/room-info'])
      expect((await host.fetch(path)).status).toBe(404);
    const listening = await system.run('ss', '-ltnH');
    expect(listening).not.toContain(':5281');
    expect(listening).toContain('127.0.0.1:5280');

    expect(await system.run('systemctl', 'is-enabled', 'homeroom', 'homeroom-doctor.timer')).toBe(
      'enabled\nenabled\n',
    );

    await system.run('systemctl', 'stop', 'homeroom');
    const pass = await openLesson();
    await expect(signIn()).rejects.toThrow(/token required|not-allowed/);
    await expect(signIn(await pass({ lesson: randomUUID() }))).rejects.toThrow('lesson-over');
    const focus = await host.bringFocus();
    const teacher = await signIn(await pass());
    expect(await teacher.enter('maths-7a')).toMatchObject({ kind: 'in', affiliation: 'owner' });
    teacher.close();
    focus.close();
    await system.run('systemctl', 'start', 'homeroom');

    expect((await system.attempt(['apt-get', 'remove', '-y', 'homeroom'])).output).toContain(
      'homeroom uninstall',
    );
    const installed = files.everything(...jitsis);
    expect(await system.run('homeroom', 'install', '--yes')).toContain('nothing has to be changed');
    expect(files.everything(...jitsis)).toEqual(installed);
    await system.run('homeroom', 'uninstall', '--yes');
    expect(files.everything(...jitsis)).toEqual(before);
    expect((await host.fetch('/')).text).toContain('Jitsi Meet');
    expect(await system.run('systemctl', 'is-active', 'prosody', 'nginx')).toBe('active\nactive\n');
    expect((await system.attempt(['systemctl', 'is-active', 'homeroom'])).output).toBe(
      'inactive\n',
    );
    await system.run('apt-get', 'remove', '-y', 'homeroom');
  }, 600_000);
});

describe('a Debian without Jitsi', () => {
  it('is told so, and nothing of it is changed', async () => {
    host = await bootJitsi('july-2026');
    const { system, files } = host;
    await system.run('rm', '-r', '/etc/jitsi', `/etc/prosody/conf.d/${domain}.cfg.lua`);
    const before = files.everything('/etc', '/usr/local', '/var/lib/homeroom');
    const { status, output } = await system.attempt(['homeroom', 'install', '--yes', people]);
    expect(output).toContain('There is no Jitsi Meet here');
    expect(status).toBe(1);
    expect(files.everything('/etc', '/usr/local', '/var/lib/homeroom')).toEqual(before);
  });
});

describe('the command is killed', () => {
  it('in the middle, again and again, and the Jitsi that was there can start', async () => {
    host = await bootJitsi('july-2026');
    const { system, files } = host;
    const before = files.everything(...jitsis);
    await system.run('mv', '/usr/bin/prosodyctl', '/usr/bin/prosodyctl.real');
    for (const nth of [1, 2]) {
      // The first is asked before, the second about the new files.
      const script = `#!/bin/sh
echo x >> /root/asked
[ "$(wc -l < /root/asked)" = ${nth} ] && kill -9 $PPID
exec /usr/bin/prosodyctl.real "$@"
`;
      files.write('/usr/bin/prosodyctl', script, 0o755);
      await system.run('rm', '-f', '/root/asked');
      const { output } = await system.attempt(['homeroom', 'install', '--yes', people]);
      expect(output).not.toContain('Done.');
      await system.run('systemctl', 'restart', 'prosody', 'nginx');
      expect((await host.fetch('/')).text).toContain('Jitsi Meet');
    }
    await system.run('mv', '/usr/bin/prosodyctl.real', '/usr/bin/prosodyctl');
    expect(await install()).toContain('An earlier run was cut off');
    await system.run('homeroom', 'uninstall', '--yes');
    expect(files.everything(...jitsis)).toEqual(before);
  }, 600_000);
});
