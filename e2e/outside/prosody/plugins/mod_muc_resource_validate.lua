-- Stands in for Jitsi's mod_muc_resource_validate: nicknames are letters, digits and
-- underscores, and stay what they are.

local jid = require "util.jid";
local st = require "util.stanza";

local function refuse(event, text)
  event.origin.send(st.error_reply(event.stanza, "cancel", "not-allowed", text));
  return true;
end

module:hook("muc-occupant-pre-join", function (event)
  local nick = jid.resource(event.stanza.attr.to);
  if not nick or not nick:match("^%w[%w_]*$") then return refuse(event, "Invalid resource"); end
end, 11);

module:hook("muc-occupant-pre-change", function (event)
  if jid.resource(event.orig_occupant.nick) ~= jid.resource(event.stanza.attr.to) then
    return refuse(event, "Nick changes are not allowed");
  end
end, 11);
