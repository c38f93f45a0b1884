/** What else a host has: Lua's libraries where Prosody looks, jicofo's settings, the accounts of services. */
import type { Root } from './root.ts';

export type LuaLibrary = {
  name: string;
  /** Debian's package of it. */
  package: string;
  /** Where Prosody's Lua finds it; `null` when it does not. */
  path: string | null;
  /** For another Lua: a file that would do, where it is written in Lua alone. */
  elsewhere: string | null;
};

const versions = ['5.1', '5.2', '5.3', '5.4'];
const inLua = [
  { name: 'basexx', package: 'lua-basexx', file: 'basexx.lua' },
  { name: 'inspect', package: 'lua-inspect', file: 'inspect.lua' },
];
const inC = [
  { name: 'cjson', package: 'lua-cjson', file: 'cjson.so' },
  { name: 'luaossl', package: 'lua-luaossl', file: '_openssl.so' },
];

/** The Lua in the first line of Prosody's program: `#!/usr/bin/env lua5.4`. */
export function luaOf(root: Root): string {
  const [first = ''] = (root.read('/usr/bin/prosody') ?? '').slice(0, 200).split('\n');
  const named = /lua(5\.\d)/.exec(first)?.[1];
  if (named !== undefined) return named;
  return /lua(5\.\d)/.exec(root.realPath('/usr/bin/lua'))?.[1] ?? '5.4';
}

const shares = (version: string): string[] =>
  ['/usr/local/share/lua', '/usr/share/lua'].map((folder) => `${folder}/${version}`);

export function luaLibraries(root: Root, lua: string): LuaLibrary[] {
  const first = (paths: string[]): string | null =>
    paths.find((path) => root.stat(root.realPath(path)) !== null) ?? null;
  const architectures = root.list('/usr/lib').filter((name) => name.includes('-linux-'));
  const libraries = (version: string): string[] => [
    `/usr/local/lib/lua/${version}`,
    ...architectures.map((name) => `/usr/lib/${name}/lua/${version}`),
    `/usr/lib/lua/${version}`,
  ];
  return [
    ...inLua.map(({ file, ...library }) => ({
      ...library,
      path: first(shares(lua).map((folder) => `${folder}/${file}`)),
      elsewhere: first(versions.flatMap(shares).map((folder) => `${folder}/${file}`)),
    })),
    ...inC.map(({ file, ...library }) => ({
      ...library,
      path: first(libraries(lua).map((folder) => `${folder}/${file}`)),
      elsewhere: null,
    })),
  ];
}

export const jicofoFile = '/etc/jitsi/jicofo/jicofo.conf';
export const oldJicofoFile = '/etc/jitsi/jicofo/sip-communicator.properties';

export type Account = { uid: number; gid: number };

/** From the host's own list of users; `null` when there is no such user. */
export function accountOf(root: Root, name: string): Account | null {
  const line = (root.read('/etc/passwd') ?? '')
    .split('\n')
    .find((one) => one.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

/** Ports of this machine on which something listens, as Linux tells (proc(5), net/tcp). */
export function portsInUse(root: Root): ReadonlySet<number> {
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) =>
    (root.read(path) ?? '').split('\n').slice(1),
  );
  const listening = lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state]) => state === '0A');
  return new Set(listening.map(([, address = '']) => parseInt(address.split(':')[1] ?? '', 16)));
}
