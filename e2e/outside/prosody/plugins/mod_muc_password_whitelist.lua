-- Stands in for Jitsi's mod_muc_password_whitelist: listed accounts need no password.

local jid = require "util.jid";

local MUC = "http://jabber.org/protocol/muc";
local listed = module:get_option_set("muc_password_whitelist", {});

module:hook("muc-occupant-pre-join", function (event)
  local from = event.stanza.attr.from;
  if not (listed:contains(jid.bare(from)) or listed:contains(jid.host(from))) then return; end
  local join = event.stanza:get_child("x", MUC);
  local password = event.room:get_password();
  if not join or not password then return; end
  join:maptags(function (tag)
    if tag.name ~= "password" then return tag; end
  end);
  join:tag("password", { xmlns = MUC }):text(password):up();
end, -7);
