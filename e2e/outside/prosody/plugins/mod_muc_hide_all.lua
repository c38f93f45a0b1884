-- Stands in for Jitsi's mod_muc_hide_all: no room is listed.

local jid = require "util.jid";
local st = require "util.stanza";

module:hook("muc-room-pre-create", function (event)
  event.room:set_hidden(true);
end, -1);

-- Nor described to anybody outside of it.
for _, place in ipairs { "bare"; "host"; } do
  local query = ("iq-get/%s/http://jabber.org/protocol/disco#info:query"):format(place);
  module:hook(query, function (event)
    local origin, stanza = event.origin, event.stanza;
    local service = prosody.hosts[module.host].modules.muc;
    local room = service.get_room_from_jid(jid.bare(stanza.attr.to));
    if not room or room:get_occupant_by_real_jid(stanza.attr.from) then return; end
    origin.send(st.error_reply(stanza, "auth", "forbidden"));
    return true;
  end, 1);
end
