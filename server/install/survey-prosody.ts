/** What Prosody's configuration on a host says: files in the order of their includes, and the Jitsis in it. */
import { basename, dirname, resolve } from 'node:path';
import { type Host, scanLua, type Scanned, settingOf, stringsIn } from './lua-scan.ts';
import type { Root } from './root.ts';

export const mainFile = '/etc/prosody/prosody.cfg.lua';

export type ConfigFile = {
  /** As Prosody is led to it, and where it really lies. */
  path: string;
  realPath: string;
  text: string;
  scanned: Scanned;
};

/** A host with the file in which it stands. */
export type Placed = Host & { file: string };

export type JitsiHosts = {
  domain: string;
  virtualHost: Placed;
  main: Placed | null;
  breakout: Placed | null;
  lobby: Placed | null;
  focus: Placed | null;
  /** Their names, those of Jitsi's templates where nothing else is said. */
  names: { main: string; breakout: string; lobby: string; focus: string };
  /** jicofo's account: who may open rooms. */
  focusAccount: string;
  /** The file that the last line goes into. */
  file: string;
};

export type ProsodySurvey = {
  files: ConfigFile[];
  hosts: Placed[];
  jitsis: JitsiHosts[];
  /** Port of its HTTP, on loopback. */
  httpPort: number;
  pluginPaths: string[];
};

/** @returns `null` where there is no Prosody */
export function surveyProsody(root: Root, own: (path: string) => boolean): ProsodySurvey | null {
  if (root.read(mainFile) === null) return null;
  const files = readFiles(root, own);
  const hosts = files.flatMap(({ realPath, scanned }) =>
    scanned.hosts.map((host) => ({ ...host, file: realPath })),
  );
  const global = files.flatMap(({ scanned }) => scanned.global);
  const ports = settingOf(global, 'http_ports')?.value ?? '';
  const paths = settingOf(global, 'plugin_paths')?.value ?? '';
  return {
    files,
    hosts,
    jitsis: jitsisIn(hosts),
    httpPort: Number(/\d+/.exec(ports)?.[0] ?? 5280),
    pluginPaths: stringsIn(paths),
  };
}

/** @param own whether a file is Homeroom's own, which says nothing about the Jitsi that was there */
function readFiles(root: Root, own: (path: string) => boolean): ConfigFile[] {
  const files: ConfigFile[] = [];
  function readFile(path: string): void {
    const realPath = root.realPath(path);
    if (own(path) || own(realPath)) return;
    if (files.some((file) => file.realPath === realPath)) return;
    const text = root.read(realPath);
    if (text === null) return;
    const scanned = scanLua(text);
    files.push({ path, realPath, text, scanned });
    for (const include of scanned.includes) {
      for (const found of expand(root, resolve(dirname(path), include.path))) readFile(found);
    }
  }
  readFile(mainFile);
  return files;
}

/** `conf.d/*.cfg.lua`. Prosody reads them in no order at all; here they are sorted. */
function expand(root: Root, pattern: string): string[] {
  if (!/[*?]/.test(pattern)) return [pattern];
  const escaped = basename(pattern).replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  const glob = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
  const folder = dirname(pattern);
  return root
    .list(folder)
    .filter((name) => !name.startsWith('.') && glob.test(name))
    .map((name) => `${folder}/${name}`);
}

const stringOf = (host: Placed | null | undefined, name: string): string | null =>
  stringsIn(settingOf(host?.settings ?? [], name)?.value ?? '')[0] ?? null;

/** A VirtualHost with a room component of its own is a Jitsi's. */
function jitsisIn(hosts: readonly Placed[]): JitsiHosts[] {
  /** What is opened again adds its settings to the first. */
  const named = (name: string): Placed | null => {
    const [first, ...again] = hosts.filter((host) => host.name === name.toLowerCase());
    if (!first) return null;
    const settings = [first, ...again].flatMap((host) => host.settings);
    return { ...first, settings };
  };
  const domains = new Set(hosts.filter(({ kind }) => kind === 'VirtualHost').map((h) => h.name));
  return [...domains].flatMap((domain) => {
    const virtualHost = named(domain);
    if (!virtualHost || virtualHost.kind !== 'VirtualHost') return [];
    const names = {
      main: stringOf(virtualHost, 'main_muc') ?? `conference.${domain}`,
      breakout: stringOf(virtualHost, 'breakout_rooms_muc') ?? `breakout.${domain}`,
      lobby: stringOf(virtualHost, 'lobby_muc') ?? `lobby.${domain}`,
      focus: `focus.${domain}`,
    };
    const main = named(names.main);
    // A guest host names the same rooms; it has none of its own.
    if (!main || !names.main.endsWith(`.${domain}`)) return [];
    const focus = named(names.focus);
    return [
      {
        domain,
        virtualHost,
        main,
        breakout: named(names.breakout),
        lobby: named(names.lobby),
        focus,
        names,
        focusAccount: stringOf(focus, 'target_address') ?? `focus@auth.${domain}`,
        file: virtualHost.file,
      },
    ];
  });
}

const openAuthentications = ['anonymous', 'jitsi-anonymous', 'token'];

/** VirtualHosts at which somebody may sign in without a pass of Homeroom's. */
export function openHosts(survey: ProsodySurvey, domain: string): Placed[] {
  const names = new Set(
    survey.hosts
      .filter((host) => host.kind === 'VirtualHost' && host.name !== domain)
      .filter((host) => openAuthentications.includes(stringOf(host, 'authentication') ?? ''))
      .filter((host) => settingOf(host.settings, 'enabled')?.value !== 'false')
      .map(({ name }) => name),
  );
  return survey.hosts.filter(
    (host, index) =>
      names.has(host.name) && survey.hosts.findIndex(({ name }) => name === host.name) === index,
  );
}
