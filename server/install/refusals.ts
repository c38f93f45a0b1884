/** Why Homeroom is not put into this host as it is, in words that say what to do instead. */
import { sharedWithJitsi } from './guests.ts';
import type { Placed } from './survey-prosody.ts';
import type { Survey } from './survey.ts';

/** @returns every reason; none when the way is free */
export function refusals(found: Survey): string[] {
  const first = noJitsi(found);
  return first === null ? [...ofProsody(found), ...ofNginx(found), ...ofTheRest(found)] : [first];
}

function noJitsi({ prosody, jitsi, isDocker, record }: Survey): string | null {
  const docker =
    'This Jitsi runs in Docker: `homeroom install` is for Debian’s packages. docs/docker.md says what to put into the .env file instead.';
  if (!prosody || prosody.jitsis.length === 0) {
    if (isDocker) return docker;
    return `There is no Jitsi Meet here: ${prosody ? "no host of Prosody's has meetings" : '/etc/prosody/prosody.cfg.lua is not there'}. Run this on the machine on which Jitsi's packages are installed (jitsi-meet, with nginx); for Docker read docs/docker.md.`;
  }
  if (jitsi) {
    const other = record && record.files.length > 0 ? record.domain : jitsi.domain;
    return other === jitsi.domain
      ? null
      : `Homeroom is installed for ${other} here, and one Prosody keeps to one Homeroom: first \`homeroom uninstall\`.`;
  }
  const names = prosody.jitsis.map(({ domain }) => domain).join(', ');
  return `There are several Jitsis here, or none of the name that you gave: say which with --domain, one of ${names}.`;
}

const line = (file: string, number: number): string => `${file}, line ${number}`;

function ofProsody(found: Survey): string[] {
  const { jitsi, prosody } = found;
  if (!jitsi || !prosody) return [];
  const { names, file } = jitsi;
  const missing = (
    [
      ['main', names.main, 'muc'],
      ['breakout', names.breakout, 'muc'],
      ['lobby', names.lobby, 'muc'],
      ['focus', names.focus, 'client_proxy'],
    ] as const
  ).flatMap(([part, name, module]) => {
    const host = jitsi[part];
    if (!host)
      return [
        `${file} has no Component "${name}" "${module}", and Homeroom needs it. Take it over from Jitsi's template, /usr/share/jitsi-meet-prosody/prosody.cfg.lua-jvb.example, and run this again.`,
      ];
    if (host.kind !== 'Component' || host.module !== module)
      return [
        `${line(host.file, host.line)}: "${name}" is not what Homeroom can work with. Write there: Component "${name}" "${module}", as in Jitsi's template (/usr/share/jitsi-meet-prosody/prosody.cfg.lua-jvb.example).`,
      ];
    return host.file === file
      ? []
      : [
          `${line(host.file, host.line)}: Component "${name}" stands in another file than VirtualHost "${jitsi.domain}", and Prosody reads them in no certain order. Move it to ${file}.`,
        ];
  });
  return [...missing, ...otherJitsis(found), ...strangers(found)];
}

/** mod_homeroom lets nobody in while anybody may get in beside it. */
function otherJitsis({ jitsi, prosody, open }: Survey): string[] {
  const others = prosody?.jitsis.filter(({ domain }) => domain !== jitsi?.domain) ?? [];
  return others
    .filter(({ domain }) => open.some(({ name }) => name === domain))
    .map(
      ({ domain, virtualHost }) =>
        `${line(virtualHost.file, virtualHost.line)}: another Jitsi, ${domain}, lets anybody in at this Prosody, and from there into the meetings of ${jitsi?.domain ?? 'the other'}. Give one of them a machine of its own.`,
    );
}

function strangers(found: Survey): string[] {
  const { open, prosody } = found;
  const isJitsi = (host: Placed): boolean =>
    prosody?.jitsis.some(({ domain }) => domain === host.name) ?? false;
  return open
    .filter((host) => !isJitsi(host) && !sharedWithJitsi(found, host))
    .map(
      (host) =>
        `${line(host.file, host.line)}: anybody may sign in at VirtualHost "${host.name}". Homeroom does not know what it is for: write \`enabled = false\` below that line, or take it out.`,
    );
}

function ofNginx({ nginx, apache, isOpenresty, jitsi, record }: Survey): string[] {
  if (!jitsi) return [];
  const [site, second] = nginx.sites;
  if (!site) {
    if (apache.length > 0)
      return [
        `Jitsi's pages come from Apache here (${apache.join(', ')}), and what Homeroom needs of a web server is written for nginx. Install nginx and let Jitsi write its site (apt-get install nginx; dpkg-reconfigure jitsi-meet-web-config), or put Homeroom on a host of its own.`,
      ];
    if (isOpenresty)
      return [
        "Jitsi's pages come from OpenResty here, which Homeroom was not tried with. docs/jitsi.md says how to do it by hand.",
      ];
    return [
      `No site of nginx's in /etc/nginx/sites-enabled or /etc/nginx/conf.d has \`server_name ${jitsi.domain}\` with a certificate. Where is it? Homeroom has to stand in front of Jitsi's pages.`,
    ];
  }
  if (second)
    return [
      `Two servers of nginx's are for ${jitsi.domain}: ${line(site.file, site.from)} and ${line(second.file, second.from)}. Take one out.`,
    ];
  const isOurs = record !== null && record.files.length > 0;
  const collisions = site.collisions.map(
    ({ text, line: number }) =>
      `${line(site.file, number)}: \`${text}\` is where Homeroom's own stands, and nginx takes none twice. Take that location out of the file${isOurs ? '' : ', or move what it does to another address'}.`,
  );
  const address = site.prosodyAddress;
  const isHere =
    address !== null && /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::|$)/.test(address);
  const elsewhere = isHere
    ? []
    : [
        `${site.file}: nginx asks Prosody at ${address ?? 'an address that Homeroom does not find'}, and not on this machine. docs/jitsi.md says how Homeroom is set up by hand with Prosody elsewhere.`,
      ];
  return [...collisions, ...elsewhere];
}

function ofTheRest(found: Survey): string[] {
  const { accounts, jicofo, oldJicofo, environmentFaults, libraries, lua } = found;
  const packages = libraries.filter((one) => one.path === null && one.elsewhere === null);
  return [
    ...(packages.length > 0
      ? [
          `Prosody runs on Lua ${lua} here, and does not find ${packages.map(({ name }) => name).join(', ')}, without which Jitsi reads no pass. Type: apt-get install ${packages.map((one) => one.package).join(' ')}`,
        ]
      : []),
    ...(accounts.prosody ? [] : ['There is no user prosody on this machine.']),
    ...(accounts.homeroom
      ? []
      : [
          'There is no user homeroom on this machine. Homeroom’s package makes it; without the package type: adduser --system --group --home /var/lib/homeroom --no-create-home homeroom',
        ]),
    ...(jicofo === null
      ? ['/etc/jitsi/jicofo/jicofo.conf is not there: is jicofo installed?']
      : []),
    ...(jicofo !== null && /^\s*(?:#[^\n]*\n|\s)*\{/.test(jicofo)
      ? [
          '/etc/jitsi/jicofo/jicofo.conf is one object in braces: write `jicofo.conference.enable-auto-owner = false` and `jicofo.authentication.enabled = false` into it by hand, with the outer braces gone.',
        ]
      : []),
    ...oldJicofoLines(oldJicofo ?? ''),
    ...environmentFaults.map(
      ({ line: number, given }) => `${line('/etc/homeroom/homeroom.env', number)}: ${given}`,
    ),
  ];
}

/** What stands there counts more than jicofo.conf. */
function oldJicofoLines(text: string): string[] {
  return text.split('\n').flatMap((one, index) => {
    const isOld = /^\s*org\.jitsi\.jicofo\.(?:auth\.|DISABLE_AUTO_OWNER\s*=\s*false)/.test(one);
    return isOld
      ? [
          `${line('/etc/jitsi/jicofo/sip-communicator.properties', index + 1)}: jicofo's old settings count more than jicofo.conf, and this one gives rights. Take the line out.`,
        ]
      : [];
  });
}
