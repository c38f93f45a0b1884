-- Stands in for mod_token_affiliation. token_affiliation_style = "joined" makes it
-- behave as the older contributed one: it acts once the person is in.

local is_admin = require "core.usermanager".is_admin;

local function of_token(session)
  local user = session and session.auth_token and session.jitsi_meet_context_user;
  if not user then return nil; end
  local named = user.affiliation;
  if named == "owner" or named == "moderator" or named == "teacher" then return "owner"; end
  if user.moderator == true or user.moderator == "true" then return "owner"; end
  return "member";
end

local function grant(event)
  local room, occupant = event.room, event.occupant;
  local affiliation = of_token(event.origin);
  if not affiliation or is_admin(occupant.bare_jid, module.host) then return; end
  local now = room:get_affiliation(occupant.bare_jid);
  if room:get_members_only() and (not now or now == "none") then return; end
  room:set_affiliation(true, occupant.bare_jid, affiliation);
  if affiliation == "owner" then occupant.role = "moderator"; end
end

if module:get_option_string("token_affiliation_style") == "joined" then
  module:hook("muc-occupant-joined", grant);
else
  module:hook("muc-occupant-pre-join", grant, -3.5);
end
