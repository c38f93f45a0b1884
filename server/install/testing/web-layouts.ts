/** nginx's site of a Jitsi host, its config.js and jicofo's settings, in the shapes that are met. */
import type { Layout } from './host.ts';

export type WebPorts = { plain: number; tls: number; prosody: number };

const movable = `    location = /config.js {
        alias $config_js_location;
    }
`;

/** As the package writes it, but for TLS's finer settings. */
export function siteText(layout: Layout, domain: string, ports: WebPorts): string {
  const isOld = layout === 'before-june-2026';
  const log = isOld ? '' : '    access_log /var/log/nginx/access.log jitsi_log;\n';
  const keycloak =
    layout === 'keycloak'
      ? '    location ~ ^/realms/ {\n        proxy_pass http://127.0.0.1:8180;\n    }\n\n'
      : '';
  // A stream in front of it reads the name of the host, and leads here.
  const tls = layout === 'jitsi-token' ? `127.0.0.1:${ports.tls}` : `127.0.0.1:${ports.tls}`;
  return `server_names_hash_bucket_size 64;

types {
    application/wasm     wasm;
    audio/wav            wav;
}
upstream prosody {
    zone upstreams 64K;
    server 127.0.0.1:${ports.prosody};
    keepalive 2;
}
upstream jvb1 {
    zone upstreams 64K;
    server 127.0.0.1:9090;
    keepalive 2;
}
map $arg_vnode $prosody_node {
    default prosody;
}
map $request_uri $loggable_uri {
    ~^(?P<path>[^?]*)\\?.*(?:jwt|token)=  "\${path}?[params_redacted]";
    default $request_uri;
}
log_format jitsi_log '$remote_addr "$request_method $loggable_uri" $status';

server {
    listen 127.0.0.1:${ports.plain};
    server_name ${domain};

    location / {
        return 301 https://$host$request_uri;
    }
}
server {
    listen ${tls} ssl;
    server_name ${domain};

    add_header Strict-Transport-Security "max-age=63072000" always;
    set $prefix "";
    set $custom_index "";
    set $config_js_location /etc/jitsi/meet/${domain}-config.js;

    ssl_certificate /etc/jitsi/meet/${domain}.crt;
    ssl_certificate_key /etc/jitsi/meet/${domain}.key;

    root /usr/share/jitsi-meet;
${log}
    # ssi on with javascript for multidomain variables in config.js
    ssi on;
    ssi_types application/x-javascript application/javascript;

    index index.html index.htm;
    error_page 404 /static/404.html;

    include /etc/jitsi/meet/jaas/*.conf;

${keycloak}${movable}
    location = /external_api.js {
        alias /usr/share/jitsi-meet/libs/external_api.min.js;
    }

    location = /_api/room-info {
        proxy_pass http://prosody/room-info?prefix=$prefix&$args;
        proxy_set_header Host $http_host;
    }

    # BOSH
    location = /http-bind {
        proxy_pass http://$prosody_node/http-bind?prefix=$prefix&$args;
        proxy_http_version 1.1;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header Host $http_host;
        proxy_set_header Connection "";
    }

    # xmpp websockets
    location = /xmpp-websocket {
        proxy_pass http://$prosody_node/xmpp-websocket?prefix=$prefix&$args;
        proxy_http_version 1.1;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection "upgrade";
        proxy_set_header Host $http_host;
        tcp_nodelay on;
    }

    ${isOld ? '' : '#'}location ~ ^/colibri-ws/default-id/(.*) {
    ${isOld ? '' : '#'}    proxy_pass http://jvb1/colibri-ws/default-id/$1$is_args$args;
    ${isOld ? '' : '#'}}

    location ~ ^/conference-request/v1(\\/.*)?$ {
        proxy_pass http://127.0.0.1:8888/conference-request/v1$1;
    }

    location ~ ^/([^/?&:'"]+)$ {
        set $roomname "$1";
        try_files $uri @root_path;
    }

    location @root_path {
        rewrite ^/(.*)$ /$custom_index break;
    }

    location ~ ^/([^/?&:'"]+)/config.js$
    {
        set $subdomain "$1.";
        set $subdir "$1/";

        alias $config_js_location;
    }

    location ~ ^/([^/?&:'"]+)/(.*)$ {
        set $subdomain "$1.";
        set $subdir "$1/";
        rewrite ^/([^/?&:'"]+)/(.*)$ /$2;
    }
}
`;
}

/** Older than Jitsi's own cloud: nothing is included, and config.js has one place. */
export const withoutHooks = (text: string): string =>
  text
    .replace('    include /etc/jitsi/meet/jaas/*.conf;\n\n', '')
    .replace(/^ *set \$config_js_location [^\n]*\n/m, '')
    .replaceAll(
      /alias \$config_js_location;/g,
      'alias /etc/jitsi/meet/meet.school.example-config.js;',
    );

export function configText(layout: Layout, domain: string): string {
  const signIn = `
config.tokenAuthUrl = 'https://keycloak.school.example/realms/school/x?state={state}';
config.tokenAuthInline = true;
config.sso = { ssoService: 'https://keycloak.school.example', clientId: 'jitsi' };
config.tokenLogoutUrl = 'https://keycloak.school.example/logout';
`;
  const guests = `config.hosts.anonymousdomain = 'guest.${domain}';\n`;
  return `/* eslint-disable */
var subdomain = '<!--# echo var="subdomain" default="" -->';
var config = {
    hosts: {
        domain: '${domain}',
        muc: 'conference.' + subdomain + '${domain}',
    },
    bosh: 'https://${domain}/http-bind',
    websocket: 'wss://${domain}/xmpp-websocket',
    p2p: { enabled: true, stunServers: [{ urls: 'stun:meet-jit-si-turnrelay.jitsi.net:443' }] },
};
${layout === 'keycloak' ? signIn : ''}${layout === 'secure-domain' || layout === 'jitsi-token' ? guests : ''}`;
}

export function jicofoText(layout: Layout, domain: string): string {
  const authentication =
    layout === 'secure-domain'
      ? `  authentication: {\n    enabled: true\n    type: XMPP\n    login-url: ${domain}\n  }\n`
      : '';
  return `# Jicofo HOCON configuration.
jicofo {
  xmpp: {
    client: {
      client-proxy: "focus.${domain}"
      xmpp-domain: "${domain}"
      domain: "auth.${domain}"
      username: "focus"
      password: "password-of-focus"
    }
    trusted-domains: [ "recorder.${domain}" ]
  }
  bridge: {
    brewery-jid: "JvbBrewery@internal.auth.${domain}"
  }
${authentication}${layout === 'jitsi-token' ? '  conference: {\n    enable-auto-owner: false\n  }\n' : ''}}
`;
}
