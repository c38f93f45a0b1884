/**
 * Prosody's configuration for the tests: Jitsi's layout on loopback, host by host as
 * Debian's package writes it, with what `docs/jitsi.md` adds. `template.test.ts` holds it
 * against the package's own file. HOMEROOM_TEST_JITSI_PLUGINS names a folder with Jitsi's
 * own plugins, which then take the place of the stand-ins.
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
  bridges: `internal.auth.${domain}`,
  recorder: `recorder.${domain}`,
  speakerStats: `speakerstats.${domain}`,
  avModeration: `avmoderation.${domain}`,
  fileSharing: `filesharing.${domain}`,
  metadata: `metadata.${domain}`,
  polls: `polls.${domain}`,
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
  authHost?: string;
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
  smacksSeconds?: number;
  /** `debug` by default, so that the log can be searched for what must not be in it. */
  logLevel?: string;
};

/** What Debian's prosody loads everywhere, but for what needs a terminal, keys or a network. */
const everywhere = [
  'disco',
  'roster',
  'saslauth',
  'blocklist',
  'bookmarks',
  'carbons',
  'limits',
  'pep',
  'private',
  'smacks',
  'vcard4',
  'vcard_legacy',
  'csi_simple',
  'invites',
  'invites_adhoc',
  'invites_register',
  'ping',
  'register',
  'time',
  'uptime',
  'version',
  'admin_adhoc',
];

export const mainModules = [
  'muc_hide_all',
  'muc_meeting_id',
  'muc_domain_mapper',
  'token_verification',
  'muc_rate_limit',
  'muc_password_whitelist',
  'muc_resource_validate',
  'token_affiliation',
  'homeroom',
] as const;
export const breakoutModules = [
  'muc_hide_all',
  'muc_meeting_id',
  'muc_domain_mapper',
  'muc_rate_limit',
  'homeroom',
] as const;
export const lobbyModules = ['muc_hide_all', 'muc_rate_limit', 'homeroom'] as const;
const virtualHostModules = [
  'bosh',
  'websocket',
  'smacks',
  'ping',
  'external_services',
  'features_identity',
  'conference_duration',
  'muc_lobby_rooms',
  'muc_breakout_rooms',
  // Not Debian's: older installations publish what the token says of a person.
  'presence_identity',
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
modules_enabled = ${list(everywhere)}
modules_disabled = { "s2s"; "tls"; "offline" }
limits = { c2s = { rate = "10kb/s" } }
http_ports = { ${port} }
http_interfaces = { "127.0.0.1" }
https_ports = { }
c2s_ports = { }
s2s_ports = { }
http_default_host = "${domain}"
http_max_content_size = 1024 * 1024
authentication = "internal_hashed"

component_admins_as_room_owners = true
muc_mapper_domain_base = "${domain}"
external_service_secret = "turn-secret"
external_services = {
  { type = "turns"; host = "${domain}"; port = 5349; transport = "tcp"; secret = true; ttl = 86400; algorithm = "turn" };
}
cross_domain_bosh = false
consider_bosh_secure = true
consider_websocket_secure = true
unlimited_jids = { "${focusAccount.jid}"; "jvb@${hosts.auth}" }
smacks_max_unacked_stanzas = 5
smacks_hibernation_time = ${changes.smacksSeconds ?? 60}
smacks_max_old_sessions = 1

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
  modules_enabled = ${list([...virtualHostModules, ...(changes.virtualHostModules ?? ['homeroom'])])}
  c2s_require_encryption = false
  main_muc = "${hosts.main}"
  breakout_rooms_muc = "${hosts.breakout}"
  lobby_muc = "${hosts.lobby}"
${changes.virtualHost ?? ''}

Component "${hosts.main}" "muc"
  restrict_room_creation = true
  storage = "memory"
  modules_enabled = ${list(changes.mainModules ?? mainModules)}
  admins = { "${focusAccount.jid}" }
  muc_password_whitelist = { "${focusAccount.jid}" }
  muc_room_locking = false
  muc_room_default_public_jids = true
${changes.main ?? ''}

Component "${hosts.breakout}" "muc"
  restrict_room_creation = true
  storage = "memory"
  modules_enabled = ${list(changes.breakoutModules ?? breakoutModules)}
  admins = { "${focusAccount.jid}" }
  muc_room_locking = false
  muc_room_default_public_jids = true
${changes.breakout ?? ''}

Component "${hosts.bridges}" "muc"
  storage = "memory"
  modules_enabled = { "muc_hide_all"; "ping" }
  admins = { "${focusAccount.jid}"; "jvb@${hosts.auth}" }
  muc_room_locking = false
  muc_room_default_public_jids = true

VirtualHost "${hosts.auth}"
  modules_enabled = { "limits_exception"; "smacks"; "websocket" }
  authentication = "internal_hashed"
  smacks_hibernation_time = 15
${changes.authHost ?? ''}

VirtualHost "${hosts.recorder}"
  modules_enabled = { "smacks"; "websocket" }
  authentication = "internal_hashed"
  smacks_max_old_sessions = 2000

Component "${hosts.focus}" "client_proxy"
  target_address = "${focusAccount.jid}"
  modules_enabled = ${list(changes.focusModules ?? ['homeroom'])}
${changes.focus ?? ''}

Component "${hosts.speakerStats}" "speakerstats_component"
  muc_component = "${hosts.main}"

Component "${hosts.endConference}" "end_conference"
  muc_component = "${hosts.main}"

Component "${hosts.avModeration}" "av_moderation_component"
  muc_component = "${hosts.main}"

Component "${hosts.fileSharing}" "filesharing_component"
  muc_component = "${hosts.main}"

Component "${hosts.lobby}" "muc"
  storage = "memory"
  restrict_room_creation = true
  muc_room_locking = false
  muc_room_default_public_jids = true
  modules_enabled = ${list(changes.lobbyModules ?? lobbyModules)}
${changes.lobby ?? ''}

Component "${hosts.metadata}" "room_metadata_component"
  muc_component = "${hosts.main}"
  breakout_rooms_component = "${hosts.breakout}"

Component "${hosts.polls}" "polls_component"

${changes.more ?? ''}
`;
}
