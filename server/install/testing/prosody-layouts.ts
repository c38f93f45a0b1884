/**
 * Prosody's configuration of a Jitsi host, written by hand in the shape that Jitsi's packages, its
 * handbook and its installers leave behind: the same hosts, modules, options and remarks that
 * their scripts look for, in words of our own.
 */
import type { Layout } from './host.ts';

export type Ports = { http: number; c2s: number };

/** Debian's main file, but for its explanations. */
export const mainText = (
  { http, c2s }: Ports,
  asRoot: boolean,
): string => `-- Prosody's own settings.
admins = { }
plugin_paths = { "/usr/local/lib/prosody/modules" }
modules_enabled = {
	"disco"; "roster"; "saslauth"; "tls"; "blocklist"; "bookmarks"; "carbons"; "dialback";
	"limits"; "pep"; "private"; "smacks"; "vcard4"; "vcard_legacy"; "csi_simple"; "invites";
	"invites_adhoc"; "invites_register"; "ping"; "register"; "time"; "uptime"; "version";
	"admin_adhoc"; "admin_shell";
}
modules_disabled = {
	-- "offline"; -- Store offline messages
}
${asRoot ? 'run_as_root = true\n' : ''}http_ports = { ${http} }
c2s_ports = { ${c2s} }
s2s_ports = { }
pidfile = "/run/prosody/prosody.pid";
s2s_secure_auth = true
limits = { c2s = { rate = "10kb/s"; }; s2sin = { rate = "30kb/s"; }; }
authentication = "internal_hashed"
archive_expires_after = "1w"
log = { info = "*console"; }
certificates = "certs"

VirtualHost "localhost"

Include "conf.d/*.cfg.lua"
`;

const usual = {
  virtualHost: [
    'bosh',
    'websocket',
    'smacks',
    'ping',
    'external_services',
    'features_identity',
    'conference_duration',
    'muc_lobby_rooms',
    'muc_breakout_rooms',
  ],
  main: [
    'muc_hide_all',
    'muc_meeting_id',
    'muc_domain_mapper',
    '--token_verification',
    'muc_rate_limit',
    'muc_password_whitelist',
  ],
  breakout: ['muc_hide_all', 'muc_meeting_id', 'muc_domain_mapper', 'muc_rate_limit', 'polls'],
};

const list = (names: readonly string[]): string =>
  names
    .map((name) =>
      name.startsWith('--') ? `        --"${name.slice(2)}";\n` : `        "${name}";\n`,
    )
    .join('');

type Piece = {
  global: string;
  authentication: string;
  tokens: string;
  virtualHost: readonly string[];
  virtualHostOptions: string;
  main: readonly string[];
  mainOptions: string;
  more: string;
};

const none: Piece = {
  global: '',
  authentication: 'authentication = "jitsi-anonymous" -- do not delete me',
  tokens: '    --app_id="example_app_id"\n    --app_secret="example_app_secret"\n',
  virtualHost: usual.virtualHost,
  virtualHostOptions: '',
  main: usual.main,
  mainOptions: '',
  more: '',
};

const shared = `key-of-another-program-${'0'.repeat(24)}`;
const withTokens = {
  authentication: 'authentication = "token" -- do not delete me',
  tokens: `    app_id="other"\n    app_secret="${shared}"\n`,
  main: usual.main.map((name) => name.replace(/^--/, '')),
};

const guestHost = (domain: string, more = ''): string => `
VirtualHost "guest.${domain}"
    authentication = "jitsi-anonymous"
    c2s_require_encryption = false
    main_muc = "conference.${domain}"
${more}`;

function pieceOf(layout: Layout, domain: string): Piece {
  switch (layout) {
    case 'july-2026':
      return none;
    case 'before-june-2026':
      return {
        ...none,
        virtualHost: [
          ...usual.virtualHost,
          'speakerstats',
          'av_moderation',
          'end_conference',
          'room_metadata',
        ],
        virtualHostOptions: `    speakerstats_component = "speakerstats.${domain}"
    conference_duration_component = "conferenceduration.${domain}"
    end_conference_component = "endconference.${domain}"
    av_moderation_component = "avmoderation.${domain}"
`,
      };
    case 'secure-domain':
      return {
        ...none,
        authentication: 'authentication = "internal_hashed"',
        more: guestHost(domain),
      };
    case 'tokens':
      return { ...none, ...withTokens };
    case 'keycloak':
      return {
        ...none,
        ...withTokens,
        tokens: '    app_id="jitsi"\n',
        global: `asap_accepted_issuers = { "*" }
asap_accepted_audiences = { "account" }
asap_require_room_claim = false
`,
        virtualHost: [...usual.virtualHost, 'persistent_lobby'],
        virtualHostOptions: `    cache_keys_url = "https://keycloak.school.example/realms/school/protocol/openid-connect/certs"
    allow_empty_token = false
`,
        main: [...withTokens.main, 'muc_wait_for_host'],
        more: guestHost(domain),
      };
    case 'jitsi-token':
      return {
        ...none,
        ...withTokens,
        global:
          'plugin_paths = { "/usr/share/jitsi-meet/prosody-plugins/", "/usr/share/jitsi-meet/prosody-plugins-contrib" }\n',
        virtualHostOptions: '    allow_empty_token = true\n',
        main: [...withTokens.main, 'token_affiliation_legacy', 'muc_wait_for_host'],
        mainOptions: '    wait_for_host_disable_auto_owners = true\n',
      };
    default:
      return layout satisfies never;
  }
}

/** DOMAIN.cfg.lua */
export function domainText(layout: Layout, domain: string): string {
  const piece = pieceOf(layout, domain);
  const paths = piece.global.includes('plugin_paths')
    ? ''
    : 'plugin_paths = { "/usr/share/jitsi-meet/prosody-plugins/" }\n';
  const focus = `focus@auth.${domain}`;
  return `component_admins_as_room_owners = true
${paths}${piece.global}
-- the mapper's base
muc_mapper_domain_base = "${domain}";
external_service_secret = "turn-secret-of-the-host";
external_services = {
    { type = "turns", host = "${domain}", port = 5349, transport = "tcp", secret = true, ttl = 86400, algorithm = "turn" },
};
cross_domain_bosh = false;
consider_bosh_secure = true;
consider_websocket_secure = true;
-- https_ports = { };

unlimited_jids = {
    "${focus}",
    "jvb@auth.${domain}"
}
smacks_max_unacked_stanzas = 5;
smacks_hibernation_time = 60;
smacks_max_old_sessions = 1;

VirtualHost "${domain}"
    ${piece.authentication}
    -- changed by the package of tokens:
${piece.tokens}    -- what is loaded
    modules_enabled = {
${list(piece.virtualHost)}    }
    c2s_require_encryption = false
    lobby_muc = "lobby.${domain}"
    breakout_rooms_muc = "breakout.${domain}"
    main_muc = "conference.${domain}"
${piece.virtualHostOptions}
Component "conference.${domain}" "muc"
    restrict_room_creation = true
    storage = "memory"
    modules_enabled = {
${list(piece.main)}    }
    admins = { "${focus}" }
    muc_password_whitelist = { "${focus}" }
    muc_room_locking = false
    muc_room_default_public_jids = true
${piece.mainOptions}
Component "breakout.${domain}" "muc"
    restrict_room_creation = true
    storage = "memory"
    modules_enabled = {
${list(usual.breakout)}    }
    admins = { "${focus}" }
    muc_room_locking = false
    muc_room_default_public_jids = true

Component "internal.auth.${domain}" "muc"
    storage = "memory"
    modules_enabled = {
        "muc_hide_all";
        "ping";
    }
    admins = { "${focus}", "jvb@auth.${domain}" }
    muc_room_locking = false
    muc_room_default_public_jids = true

VirtualHost "auth.${domain}"
    modules_enabled = {
        "limits_exception";
        "smacks";
    }
    authentication = "internal_hashed"
    smacks_hibernation_time = 15;

VirtualHost "recorder.${domain}"
    modules_enabled = {
      "smacks";
    }
    authentication = "internal_hashed"
    smacks_max_old_sessions = 2000;

-- hands requests to jicofo's account
Component "focus.${domain}" "client_proxy"
    target_address = "${focus}"

Component "speakerstats.${domain}" "speakerstats_component"
    muc_component = "conference.${domain}"

Component "endconference.${domain}" "end_conference"
    muc_component = "conference.${domain}"

Component "avmoderation.${domain}" "av_moderation_component"
    muc_component = "conference.${domain}"

Component "filesharing.${domain}" "filesharing_component"
    muc_component = "conference.${domain}"

Component "lobby.${domain}" "muc"
    storage = "memory"
    restrict_room_creation = true
    muc_room_locking = false
    muc_room_default_public_jids = true
    modules_enabled = {
        "muc_hide_all";
        "muc_rate_limit";
    }

Component "metadata.${domain}" "room_metadata_component"
    muc_component = "conference.${domain}"
    breakout_rooms_component = "breakout.${domain}"

Component "polls.${domain}" "polls_component"
${piece.more}`;
}

/** Further files of conf.d. */
export function moreFiles(layout: Layout, domain: string): Record<string, string> {
  if (layout !== 'jitsi-token') return {};
  return {
    [`guest.${domain}.cfg.lua`]: guestHost(
      domain,
      '    modules_enabled = { "bosh"; "websocket"; }\n',
    ),
    'network.cfg.lua': 'c2s_require_encryption = false\n',
  };
}
