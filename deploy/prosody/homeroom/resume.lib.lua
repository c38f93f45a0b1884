-- A resumed connection (XEP-0198) shows a pass at sign-in like any other, then
-- takes over the old one's place in the rooms without entering anew. The pass it
-- brought must be the same person's, for the same room, lesson and right.
-- mod_auth_homeroom has looked at that already; this is the second lock.

local pass_lib = module:require "homeroom/pass";
local refusal = module:require "homeroom/refusal";

return function (core)
  local function check(old, new_pass)
    if pass_lib.is_same_right(old.homeroom_pass, new_pass) then
      pass_lib.bind(old, new_pass);
      core.presence.rebind(old.full_jid, new_pass);
      return;
    end
    pass_lib.unbind(old);
    -- Done after the resumption, since this event comes in the middle of it.
    module:add_timer(0, function ()
      old:close { condition = "policy-violation"; text = refusal.text("other-pass"); };
    end);
  end

  -- Prosody 13; after Jitsi's mod_auth_token, at 1, which copies the new token. The
  -- new session is emptied before the event below.
  module:hook_global("c2s-session-updated", function (event)
    if event.session.host ~= module.host then return; end
    check(event.session, pass_lib.of(event.from_session));
    event.session.homeroom_rechecked = true;
  end, 0);

  -- Prosody 0.12: the old session goes on, the new one carries the new pass.
  module:hook("smacks-hibernation-end", function (event)
    local is_done = event.resumed.homeroom_rechecked;
    event.resumed.homeroom_rechecked = nil;
    if not is_done then check(event.resumed, pass_lib.of(event.origin)); end
  end);
end
