-- Stands in for Jitsi's mod_limits_exception: the accounts of jicofo and of the bridges
-- are not slowed by mod_limits.

local unlimited = module:get_option_inherited_set("unlimited_jids", {});

module:hook("authentication-success", function (event)
  local session = event.session;
  if not unlimited:contains(session.username .. "@" .. session.host) then return; end
  if session.conn and session.conn.setlimit then
    session.conn:setlimit(0);
  else
    session.throttle = nil;
  end
end);
