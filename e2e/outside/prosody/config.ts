/**
 * Prosody's configuration for the tests: Jitsi's layout on loopback, as `docs/jitsi.md`
 * sets it up. HOMEROOM_TEST_JITSI_PLUGINS names a folder with Jitsi's own plugins, which
 * then take the place of the stand-ins.
 */
import { join } from 'node:path';

export const domain = 'meet.school.test';
export const hosts = {
  main: `conference.${domain}`,
  breakout: `breakout.${domain}`,
  lobby: `lobby.${domain}`,
  focus: `focus.${domain}`,
  auth: `auth.${domain}`,
  endConference: `endconference.${domain}`,
} as const;
export const focusAccount = { jid: `focus@${hosts.auth}`, password: 'focus-password' };
export const appId = 'homeroom';

export type ProsodyKeys = { pass: string; command: string; event: string };

/** What a test breaks or adds, beside a Prosody in which everything is in force. */
export type Changes = {
  authentication?: string;
  virtualHost?: string;
  main?: string;
  breakout?: string;
  lobby?: string;
  focus?: string;
  global?: string;
  /** Further hosts. */
  more?: string;
  mainModules?: readonly string[];
  virtualHostModules?: readonly string[];
  focusModules?: readonly string[];
  breakoutModules?: readonly string[];
  lobbyModules?: readonly string[];
  plugins?: readonly string[];
  /** With signing keys of this address (RS256), in place of the shared secret. */
  keyServer?: string;
  keys?: Partial<ProsodyKeys>;
  smacks?: boolean;
  smacksSeconds?: number;
  /** `debug` by default, so that the log can be searched for what must not be in it. */
  logLevel?: string;
};

export const mainModules = [
  'muc_meeting_id',
  'token_verification',
  'muc_rate_limit',
  'muc_resource_validate',
  'token_affiliation',
  'homeroom',
] as const;

const own = join(import.meta.dirname, '../../../deploy/prosody');
const standIns = join(import.meta.dirname, 'plugins');

/** Where Jitsi's own plugins are to be tried: theirs first, then what only the tests need. */
export function pluginPaths(): string[] {
  const real = process.env['HOMEROOM_TEST_JITSI_PLUGINS'];
  return real ? [own, real, standIns] : [own, standIns];
}

function list(names: readonly string[]): string {
  return `{ ${names.map((name) => JSON.stringify(name)).join('; ')} }`;
}

export function prosodyConfig(
  folder: string,
  port: number,
  eventUrl: string,
  keys: ProsodyKeys,
  changes: Changes,
): string {
  const tokens = changes.keyServer
    ? `asap_key_server = ${JSON.stringify(changes.keyServer)}`
    : `app_secret = ${JSON.stringify(keys.pass)}`;
  return `
run_as_root = true
pidfile = ${JSON.stringify(join(folder, 'prosody.pid'))}
data_path = ${JSON.stringify(join(folder, 'data'))}
plugin_paths = ${list(changes.plugins ?? pluginPaths())}
log = { { levels = { min = "${changes.logLevel ?? 'debug'}" }; to = "console"; timestamps = false } }
admins = { "${focusAccount.jid}" }
component_admins_as_room_owners = true
modules_enabled = { "saslauth"; "disco"; "ping" }
modules_disabled = { "s2s"; "tls"; "offline"; "register" }
http_ports = { ${port} }
http_interfaces = { "127.0.0.1" }
https_ports = { }
c2s_ports = { }
s2s_ports = { }
http_default_host = "${domain}"
http_max_content_size = 1024 * 1024
consider_websocket_secure = true
c2s_require_encryption = false
storage = "internal"
smacks_hibernation_time = ${changes.smacksSeconds ?? 60}
muc_mapper_domain_base = "${domain}"
muc_mapper_domain_prefix = "conference"

homeroom_domain = "${domain}"
homeroom_command_key = ${JSON.stringify(keys.command)}
homeroom_event_key = ${JSON.stringify(keys.event)}
homeroom_event_url = ${JSON.stringify(eventUrl)}
homeroom_report_seconds = 2
homeroom_loss_seconds = 3
${changes.global ?? ''}

VirtualHost "${domain}"
  authentication = "${changes.authentication ?? 'homeroom'}"
  app_id = "${appId}"
  ${tokens}
  asap_accepted_audiences = { "${appId}" }
  enable_domain_verification = false
  modules_enabled = ${list([
    'websocket',
    'bosh',
    'presence_identity',
    'muc_breakout_rooms',
    'muc_lobby_rooms',
    ...(changes.smacks ? ['smacks'] : []),
    ...(changes.virtualHostModules ?? ['homeroom']),
  ])}
  main_muc = "${hosts.main}"
  breakout_rooms_muc = "${hosts.breakout}"
  lobby_muc = "${hosts.lobby}"
${changes.virtualHost ?? ''}

VirtualHost "${hosts.auth}"
  authentication = "internal_plain"
  modules_enabled = { "websocket" }

Component "${hosts.main}" "muc"
  storage = "memory"
  muc_room_locking = false
  muc_room_default_public_jids = true
  muc_tombstones = false
  muc_room_allow_persistent = false
  restrict_room_creation = true
  modules_enabled = ${list(changes.mainModules ?? mainModules)}
${changes.main ?? ''}

Component "${hosts.breakout}" "muc"
  storage = "memory"
  muc_room_locking = false
  muc_room_default_public_jids = true
  muc_tombstones = false
  restrict_room_creation = true
  modules_enabled = ${list(changes.breakoutModules ?? ['muc_meeting_id', 'muc_rate_limit', 'homeroom'])}
${changes.breakout ?? ''}

Component "${hosts.lobby}" "muc"
  storage = "memory"
  muc_room_locking = false
  muc_room_default_public_jids = true
  muc_tombstones = false
  restrict_room_creation = true
  modules_enabled = ${list(changes.lobbyModules ?? ['muc_rate_limit', 'homeroom'])}
${changes.lobby ?? ''}

Component "${hosts.focus}" "client_proxy"
  target_address = "${focusAccount.jid}"
  modules_enabled = ${list(changes.focusModules ?? ['homeroom'])}
${changes.focus ?? ''}

Component "${hosts.endConference}" "end_conference"
  muc_component = "${hosts.main}"

${changes.more ?? ''}
`;
}
