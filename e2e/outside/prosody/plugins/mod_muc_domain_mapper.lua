-- Stands in for Jitsi's mod_muc_domain_mapper: an address at conference.TENANT.DOMAIN
-- means the room [TENANT]NAME of the one MUC, on every host.

local jid = require "util.jid";

local domain = module:get_option_string("muc_mapper_domain_base");
local main_host = "conference." .. domain;
local pattern = "^conference%.([^.]+)%." .. domain:gsub("%p", "%%%0") .. "$";

local function rewrite(event)
  local stanza = event.stanza;
  local node, host, resource = jid.split(stanza.attr.to);
  local tenant = host and host:match(pattern);
  if not tenant then return; end
  stanza.attr.to = jid.join(node and ("[" .. tenant .. "]" .. node), main_host, resource);
end

local function add_host(host)
  for _, kind in ipairs { "message"; "presence"; "iq"; } do
    for _, place in ipairs { "host"; "bare"; "full"; } do
      module:context(host):hook(("pre-%s/%s"):format(kind, place), rewrite);
    end
  end
end

module:hook_global("host-activated", add_host);
for host in pairs(prosody.hosts) do add_host(host); end
