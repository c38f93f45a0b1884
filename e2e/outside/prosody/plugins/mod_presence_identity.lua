-- Stands in for Jitsi's mod_presence_identity: publishes the token's person.

local function add_identity(event)
  local user = event.origin and event.origin.jitsi_meet_context_user;
  if not user then return; end
  event.stanza:tag("identity"):tag("user");
  for name, value in pairs(user) do event.stanza:tag(name):text(tostring(value)):up(); end
  event.stanza:up():up();
end

module:hook("pre-presence/bare", add_identity);
module:hook("pre-presence/full", add_identity);
