-- For tests: lets whoever comes as "past" in, past all checks at a lower priority, as
-- Jitsi's mod_muc_rate_limit does when its line is full.

module:hook("muc-occupant-pre-join", function (event)
  if event.occupant.nick:sub(-5) == "/past" then return false; end
end, 9);
