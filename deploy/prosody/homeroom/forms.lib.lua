-- The room's own forms: only organizers, and jicofo, configure or destroy a room,
-- let people in from the lobby, or register in it.

local jid = require "util.jid";
local st = require "util.stanza";
local refusal = module:require "homeroom/refusal";
local pass_lib = module:require "homeroom/pass";

local OWNER_QUERY = "http://jabber.org/protocol/muc#owner";

return function (core, settings, part)
  local rooms = module:require "homeroom/rooms"(core, settings);
  local admission = module:require "homeroom/admission"(core, settings);

  local function may_configure(event)
    local origin, stanza = event.origin, event.stanza;
    if jid.bare(stanza.attr.from) == settings.focus then return true; end
    local pass = pass_lib.of(origin);
    return admission.is_organizer(pass) and rooms.of_jid(jid.bare(stanza.attr.to)) == pass.room;
  end

  local function refuse_others(event)
    if not may_configure(event) then return refusal.of_deed(event.origin, event.stanza); end
  end

  -- An organizer who destroys the main room ends the lesson.
  local function end_by_form(event)
    local origin, stanza = event.origin, event.stanza;
    local query = stanza:get_child("query", OWNER_QUERY);
    local pass = pass_lib.of(origin);
    if part ~= "main" or not pass or not query or not query:get_child("destroy") then return; end
    core.ending.end_lesson(pass.room, pass.lesson, "ended-by-organizer");
    origin.send(st.reply(stanza));
    return true;
  end

  for _, jid_type in ipairs { "bare"; "host"; "full"; } do
    for _, verb in ipairs { "get"; "set"; } do
      local event = ("iq-%s/%s/%s:query"):format(verb, jid_type, OWNER_QUERY);
      module:hook(event, refuse_others, 10);
    end
  end
  module:hook("iq-set/bare/" .. OWNER_QUERY .. ":query", end_by_form, 9);
  module:hook("iq/bare/jabber:iq:register:query", refuse_others, 10);
  -- Letting somebody in from the lobby is an invitation to the main room.
  module:hook("muc-pre-invite", refuse_others, 10);
end
