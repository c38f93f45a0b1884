-- What only organizers may do and what travels past the MUCs, stopped where it
-- leaves the sender's connection: at the VirtualHost.

local jid = require "util.jid";
local refusal = module:require "homeroom/refusal";
local pass_lib = module:require "homeroom/pass";

local FOCUS = "http://jitsi.org/protocol/focus";
-- Jitsi's components that moderators steer by messages.
local FOR_ORGANIZERS = { "end_conference"; "room_metadata"; "breakout_rooms"; };

return function (core, settings)
  local admission = module:require "homeroom/admission"(core, settings);

  local function is_organizers(nick)
    local entry = core.presence.at(nick and jid.prep(nick) or "");
    return entry ~= nil and entry.is_owner;
  end

  -- Once jicofo's real address is known (every presence of it shows it), a request
  -- could go straight there, or through its nickname in a room.
  local function judge_iq(event)
    local origin, stanza = event.origin, event.stanza;
    local _, host = jid.split(stanza.attr.to or settings.domain);
    if stanza:get_child("conference", FOCUS) and host ~= settings.focus_component then
      return refusal.of_deed(origin, stanza);
    end
    for _, child in ipairs(stanza.tags) do
      local is_mute = child.name == "mute" and is_organizers(child.attr.jid);
      if is_mute and not admission.is_organizer(pass_lib.of(origin)) then
        return refusal.of_deed(origin, stanza);
      end
    end
  end

  local function is_for_organizers(stanza)
    for _, name in ipairs(FOR_ORGANIZERS) do
      if stanza:get_child(name) then return true; end
    end
    local moderation = stanza:get_child("av_moderation");
    return moderation and is_organizers(moderation.attr.jidToBlacklist);
  end

  local function judge_message(event)
    local origin, stanza = event.origin, event.stanza;
    if stanza.attr.type == "error" then return; end
    local pass = pass_lib.of(origin);
    if is_for_organizers(stanza) and not admission.is_organizer(pass) then
      return refusal.of_deed(origin, stanza);
    end
    -- "End for all": the lesson ends, with its breakout rooms and its passes.
    if stanza:get_child("end_conference") then
      core.ending.end_lesson(pass.room, pass.lesson, "ended-by-organizer");
      return true;
    end
  end

  for _, place in ipairs { "host"; "bare"; "full"; } do
    module:hook("pre-iq/" .. place, judge_iq, 10);
    module:hook("pre-message/" .. place, judge_message, 10);
  end
end
