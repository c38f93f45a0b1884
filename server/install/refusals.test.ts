/** Hosts into which Homeroom is not put: words that say what to do, and no change. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  bringPrograms,
  domain,
  domainFile,
  makeHost,
  siteFile,
  type TestHost,
} from './testing/host.ts';
import { accounts, content, installOn } from './testing/install-on.ts';

let host: TestHost;
afterEach(() => host.remove());

const edited = (path: string, from: string | RegExp, to: string) => (): void =>
  host.write(path, host.read(path).replace(from, to));
const gone = (path: string): void => rmSync(join(host.folder, path), { recursive: true });

const otherFile = '/etc/prosody/conf.avail/other.school.example.cfg.lua';
function otherJitsi(): void {
  host.write(otherFile, host.read(domainFile).replaceAll(domain, 'other.school.example'));
  host.link('/etc/prosody/conf.d/other.school.example.cfg.lua', otherFile);
}

const line = (path: string, words: string): number =>
  host
    .read(path)
    .split('\n')
    .findIndex((one) => one.includes(words)) + 1;

type Case = [what: string, change: () => void, words: () => string[], args?: string[]];

const cases: Case[] = [
  ['no Prosody', () => gone('/etc/prosody'), () => ['There is no Jitsi Meet here']],
  [
    'Prosody without Jitsi',
    () => (gone(domainFile), gone(`/etc/prosody/conf.d/${domain}.cfg.lua`)),
    () => ["no host of Prosody's has meetings"],
  ],
  [
    'Docker',
    () => {
      gone('/etc/prosody');
      host.write('/root/.jitsi-meet-cfg/x', '');
    },
    () => ['docs/docker.md'],
  ],
  [
    'Apache',
    () => {
      gone(`/etc/nginx/sites-enabled/${domain}.conf`);
      host.write(
        `/etc/apache2/sites-enabled/${domain}.conf`,
        `<VirtualHost *:443>\n  ServerName ${domain}\n`,
      );
    },
    () => [`Apache here (/etc/apache2/sites-enabled/${domain}.conf)`, 'apt-get install nginx'],
  ],
  [
    'no site of nginx',
    () => gone(`/etc/nginx/sites-enabled/${domain}.conf`),
    () => [`\`server_name ${domain}\``],
  ],
  [
    'a second Jitsi, and none picked',
    otherJitsi,
    () => ['--domain', domain, 'other.school.example'],
  ],
  [
    'a second Jitsi that lets anybody in',
    otherJitsi,
    () => [`${otherFile}, line ${line(otherFile, 'VirtualHost "other')}`, 'a machine of its own'],
    ['--domain', domain],
  ],
  [
    'a host that anybody may use, and nobody knows',
    () =>
      host.write(
        '/etc/prosody/conf.d/chat.cfg.lua',
        'VirtualHost "chat.x"\n  authentication = "anonymous"\n',
      ),
    () => ['/etc/prosody/conf.d/chat.cfg.lua, line 1', '`enabled = false`'],
  ],
  [
    'a lobby in another file',
    () => {
      host.write('/etc/prosody/conf.d/lobby.cfg.lua', `Component "lobby.${domain}" "muc"\n`);
      edited(domainFile, new RegExp(`Component "lobby.${domain}" "muc"`), '-- moved')();
    },
    () => ['/etc/prosody/conf.d/lobby.cfg.lua, line 1', `Move it to ${domainFile}`],
  ],
  [
    'no breakout rooms',
    edited(domainFile, /Component "breakout[^]*?(?=\nComponent)/, ''),
    () => [`has no Component "breakout.${domain}" "muc"`, 'prosody.cfg.lua-jvb.example'],
  ],
  [
    'jicofo as a component of old',
    edited(domainFile, `Component "focus.${domain}" "client_proxy"`, `Component "focus.${domain}"`),
    () => [`${domainFile}, line ${line(domainFile, '"focus.')}`, '"client_proxy"'],
  ],
  [
    'a front page of their own',
    edited(
      siteFile,
      '    # BOSH',
      '    location = / {\n        return 302 /lobby;\n    }\n    # BOSH',
    ),
    () => [`${siteFile}, line ${line(siteFile, 'location = / {')}`, 'nginx takes none twice'],
  ],
  [
    'Prosody on another machine',
    edited(siteFile, 'server 127.0.0.1:5280;', 'server 192.0.2.7:5280;'),
    () => ['192.0.2.7:5280', 'not on this machine'],
  ],
  [
    'no basexx anywhere',
    () => (gone('/usr/share/lua/5.1/basexx.lua'), gone('/usr/share/lua/5.2/basexx.lua')),
    () => ['Lua 5.4', 'apt-get install lua-basexx'],
  ],
  [
    'cjson for another Lua only',
    () => gone('/usr/lib/x86_64-linux-gnu/lua/5.4/cjson.so'),
    () => ['apt-get install lua-cjson'],
  ],
  [
    'rights in jicofo’s old settings',
    () =>
      host.write(
        '/etc/jitsi/jicofo/sip-communicator.properties',
        `org.jitsi.jicofo.auth.URL=XMPP:${domain}\n`,
      ),
    () => ['sip-communicator.properties, line 1', 'Take the line out'],
  ],
  [
    'Homeroom at another address',
    () =>
      host.write('/etc/homeroom/homeroom.env', 'HOMEROOM_URL=https://homeroom.school.example\n'),
    () => ['https://homeroom.school.example', 'docs/jitsi.md'],
  ],
  [
    'settings with a fault',
    () => host.write('/etc/homeroom/homeroom.env', 'HOMEROOM_SCHOOL\n'),
    () => ['/etc/homeroom/homeroom.env, line 1: HOMEROOM_SCHOOL without ='],
  ],
  ['no such user', edited('/etc/passwd', /homeroom:x[^\n]*/, ''), () => ['adduser --system']],
];

describe('is refused, and nothing is changed:', () => {
  it.each(cases)('%s', async (_, change, words, args = []) => {
    host = makeHost('july-2026');
    bringPrograms(host);
    change();
    const before = host.everything('/');
    const said = await installOn(host, ['--yes', ...accounts, ...args]);
    expect(said.code).toBe(1);
    expect(said.err).toContain('Nothing was changed.');
    for (const word of words()) expect(said.err).toContain(word);
    expect(host.everything('/')).toEqual(before);
  });
});

describe('is picked', () => {
  it('among several, where the others are closed', async () => {
    host = makeHost('july-2026');
    bringPrograms(host);
    otherJitsi();
    edited(otherFile, '"jitsi-anonymous"', '"internal_hashed"')();
    const said = await installOn(host, ['--yes', ...accounts, '--domain', domain]);
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(host.read(otherFile)).not.toContain('Include');
  });
});

describe('is told, and left as it is', () => {
  it('a log that keeps passes', async () => {
    host = makeHost('july-2026');
    bringPrograms(host);
    edited(siteFile, 'access.log jitsi_log;', 'access.log;')();
    const said = await installOn(host, ['--dry-run', ...accounts]);
    expect(said.out).toContain(`${siteFile}, line ${line(siteFile, 'access.log;')}: \`access_log`);
    expect(said.out).toContain('Take the line out');
  });
});

describe('a check that fails', () => {
  const before = (): Record<string, string> =>
    host.everything('/etc/prosody', '/etc/nginx', '/etc/jitsi', '/usr');

  it.each(['nginx', 'prosodyctl'])('of %s takes everything back', async (failing) => {
    host = makeHost('july-2026');
    bringPrograms(host);
    const was = before();
    const said = await installOn(host, undefined, {
      system: {
        ...content,
        runWith: (_, program) =>
          program === failing
            ? { status: 1, output: `${failing}: line 7 is wrong` }
            : { status: 0, output: '' },
      },
    });
    expect(said.code).toBe(1);
    expect(said.err).toContain(`${failing}: line 7 is wrong`);
    expect(said.err).toContain('your Jitsi is as it was');
    expect(before()).toEqual(was);
  });

  it('what Prosody complained of before is none', async () => {
    host = makeHost('july-2026');
    bringPrograms(host);
    const complains = { status: 1, output: 'obsolete options:\n    cross_domain_bosh\n' };
    const said = await installOn(host, undefined, {
      system: {
        ...content,
        run: (program) => (program === 'prosodyctl' ? complains : { status: 0, output: '' }),
        runWith: (_, program) => (program === 'prosodyctl' ? complains : { status: 0, output: '' }),
      },
    });
    expect(said).toMatchObject({ code: 0, err: '' });
  });

  it('a service that does not start with it takes everything back, and is started again', async () => {
    host = makeHost('july-2026');
    bringPrograms(host);
    const was = before();
    const told: string[] = [];
    let restarts = 0;
    const said = await installOn(host, undefined, {
      system: {
        ...content,
        isBooted: true,
        run: (program, ...args) => {
          if (program !== 'systemctl') return { status: 0, output: '' };
          told.push(args.join(' '));
          if (args.join(' ') !== 'restart prosody') return { status: 0, output: '' };
          restarts += 1;
          return restarts === 1
            ? { status: 1, output: 'Job for prosody.service failed' }
            : { status: 0, output: '' };
        },
      },
    });
    expect(said.code).toBe(1);
    expect(said.err).toContain('Job for prosody.service failed');
    expect(before()).toEqual(was);
    expect(told.filter((one) => one === 'restart prosody')).toHaveLength(2);
    expect(told.some((one) => /^disable .* homeroom$/.test(one))).toBe(true);
    expect(told.indexOf('restart homeroom')).toBeLessThan(told.indexOf('restart prosody'));
  });
});

describe('a record that is not root’s alone', () => {
  it('is not believed', async () => {
    host = makeHost('july-2026');
    bringPrograms(host);
    await installOn(host);
    const { chmodSync } = await import('node:fs');
    chmodSync(join(host.folder, 'var/lib/homeroom/install'), 0o777);
    await expect(installOn(host, ['--yes'])).rejects.toThrow('nothing in it is believed');
  });
});
