-- The request that makes jicofo open a room, at the focus component: jicofo takes
-- it from anybody who is connected, so nobody's request gets there who may not
-- come in now. mod_client_proxy passes on IQs to any address of this component.

local jid = require "util.jid";
local refusal = module:require "homeroom/refusal";
local pass_lib = module:require "homeroom/pass";

local FOCUS = "http://jitsi.org/protocol/focus";

return function (core, settings)
  local rooms = module:require "homeroom/rooms"(core, settings);
  local admission = module:require "homeroom/admission"(core, settings);

  local function judge(event)
    local origin, stanza = event.origin, event.stanza;
    if jid.bare(stanza.attr.from) == settings.focus then return; end
    local request = stanza:get_child("conference", FOCUS);
    if not request then return; end
    local room_jid = jid.prep(request.attr.room or "");
    local room = room_jid and rooms.of_jid(room_jid);
    local refused = admission.now(pass_lib.of(origin), room);
    if refused then return refusal.of_request(origin, stanza, refused); end
  end

  for _, jid_type in ipairs { "host"; "bare"; "full"; } do
    module:hook("iq/" .. jid_type, judge, 50);
  end
end
