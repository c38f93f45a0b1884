-- Stands in for Jitsi's mod_end_conference: any moderator's message ends the meeting.

local main_host = module:get_option_string("muc_component");

module:hook("message/host", function (event)
  local session, stanza = event.origin, event.stanza;
  if not stanza:get_child("end_conference") or not session.jitsi_web_query_room then return; end
  local main = prosody.hosts[main_host].modules.muc
    .get_room_from_jid(session.jitsi_web_query_room .. "@" .. main_host);
  local occupant = main and main:get_occupant_by_real_jid(stanza.attr.from);
  if occupant and occupant.role == "moderator" then
    main:destroy(nil, "The meeting has been terminated");
  end
  return true;
end);
