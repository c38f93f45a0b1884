/** What is there on this host: nothing is changed, and nothing is asked. */
import { stateAt } from './change.ts';
import { readEnvFile } from '../settings/env-file.ts';
import { envFile, ownFolder, packagedUnits, switchLink } from './places.ts';
import { type InstallRecord, readRecord } from './record.ts';
import type { Root } from './root.ts';
import {
  type Account,
  accountOf,
  jicofoFile,
  luaLibraries,
  type LuaLibrary,
  luaOf,
  oldJicofoFile,
  portsInUse,
} from './survey-host.ts';
import { apacheSites, type NginxSurvey, surveyNginx } from './survey-nginx.ts';
import {
  type JitsiHosts,
  openHosts,
  type Placed,
  type ProsodySurvey,
  surveyProsody,
} from './survey-prosody.ts';

export type Survey = {
  prosody: ProsodySurvey | null;
  /** Of the one that was picked, or of the only one; `null` when that is not clear. */
  jitsi: JitsiHosts | null;
  nginx: NginxSurvey;
  apache: string[];
  isOpenresty: boolean;
  isDocker: boolean;
  jicofo: string | null;
  oldJicofo: string | null;
  lua: string;
  libraries: LuaLibrary[];
  accounts: { prosody: Account | null; homeroom: Account | null };
  ports: ReadonlySet<number>;
  environment: Readonly<Record<string, string>>;
  environmentFaults: readonly { line: number; given: string }[];
  hasPackagedUnit: boolean;
  /** Hosts at which anybody may sign in, beside the Jitsi's own. */
  open: Placed[];
  record: InstallRecord | null;
  /** `on-1` while Homeroom is in force. */
  live: string | null;
};

const dockerSigns = [
  '/root/.jitsi-meet-cfg',
  '/opt/docker-jitsi-meet',
  '/opt/jitsi/docker-compose.yml',
];

/** @param domain the one that the administrator named */
export function survey(
  root: Root,
  { domain, uid }: { domain: string | null; uid: number },
): Survey {
  const prosody = surveyProsody(root, (path) => path.startsWith(ownFolder));
  const found = prosody?.jitsis ?? [];
  const jitsi =
    domain === null
      ? found.length === 1
        ? (found[0] ?? null)
        : null
      : (found.find((one) => one.domain === domain.toLowerCase()) ?? null);
  const name = jitsi?.domain ?? null;
  const lua = luaOf(root);
  const env = readEnvFile(Buffer.from(root.read(envFile) ?? ''));
  const live = stateAt(root, switchLink);
  return {
    prosody,
    jitsi,
    nginx: name === null ? { sites: [], isThere: false } : surveyNginx(root, name),
    apache: apacheSites(root, name),
    isOpenresty:
      name !== null && root.stat(`/usr/local/openresty/nginx/conf/${name}.conf`) !== null,
    isDocker: dockerSigns.some((path) => root.stat(path) !== null),
    jicofo: root.read(jicofoFile),
    oldJicofo: root.read(oldJicofoFile),
    lua,
    libraries: luaLibraries(root, lua),
    accounts: { prosody: accountOf(root, 'prosody'), homeroom: accountOf(root, 'homeroom') },
    ports: portsInUse(root),
    environment: env.values,
    environmentFaults: env.faults,
    hasPackagedUnit: packagedUnits.some((path) => root.stat(path) !== null),
    open: prosody && name !== null ? openHosts(prosody, name) : [],
    record: readRecord(root, uid),
    live: live.kind === 'link' ? live.target : null,
  };
}
