-- Stands in for Jitsi's mod_client_proxy: a component that hands IQs on to one of
-- the sessions of another account (jicofo), and its answers back. The account says
-- that it is there by sending presence.

local jid = require "util.jid";
local st = require "util.stanza";

local target = module:get_option_string("target_address");
local resources = {};

local function from_target(stanza)
  local resource = jid.resource(stanza.attr.from);
  if stanza.name == "presence" then
    resources[resource] = stanza.attr.type == nil or nil;
    return;
  end
  -- The asker's address is the resource that the request was sent from.
  local asker = jid.resource(stanza.attr.to);
  if stanza.name ~= "iq" or not asker then return; end
  stanza.attr.from, stanza.attr.to = module.host, jid.prep(asker);
  module:send(stanza);
end

local function to_target(stanza)
  local is_request = stanza.attr.type == "get" or stanza.attr.type == "set";
  if stanza.name ~= "iq" or not is_request then return; end
  local resource = next(resources);
  if not resource then
    module:send(st.error_reply(stanza, "cancel", "service-unavailable"));
    return;
  end
  stanza.attr.from = module.host .. "/" .. stanza.attr.from;
  stanza.attr.to = target .. "/" .. resource;
  module:send(stanza);
end

local function pass_on(event)
  local stanza = event.stanza;
  if jid.bare(stanza.attr.from) == target then from_target(stanza); else to_target(stanza); end
  return true;
end

for _, kind in ipairs { "iq"; "message"; "presence"; } do
  for _, place in ipairs { "host"; "bare"; "full"; } do
    module:hook(kind .. "/" .. place, pass_on, -1);
  end
end
