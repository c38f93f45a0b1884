-- What only organizers may do and what travels past the MUCs, stopped where it
-- leaves the sender's connection: at the VirtualHost, after the border. Elements go by
-- their name alone, whatever their namespace: Jitsi's client writes both kinds.

local jid = require "util.jid";
local refusal = module:require "homeroom/refusal";
local pass_lib = module:require "homeroom/pass";

-- What moderators tell Jitsi's components by messages, and its rooms: the subject.
local FOR_ORGANIZERS = {
  end_conference = true; room_metadata = true; breakout_rooms = true; subject = true;
};

-- What Jitsi's client does for all by its presence: newcomers start muted; everybody's
-- browser plays a video from elsewhere. Its end hides whichever participant it names.
local IN_ORGANIZERS_PRESENCE = { startmuted = true; ["shared-video"] = true; };

return function (core, settings)
  local admission = module:require "homeroom/admission"(core, settings);

  local function is_organizers(nick)
    local entry = core.presence.at(nick and jid.prep(nick) or "");
    return entry ~= nil and entry.is_owner;
  end

  local function judge_iq(event)
    local origin, stanza = event.origin, event.stanza;
    for _, child in ipairs(stanza.tags) do
      local is_mute = child.name == "mute" and is_organizers(child.attr.jid);
      if is_mute and not admission.is_organizer(pass_lib.of(origin)) then
        return refusal.of_deed(origin, stanza);
      end
    end
  end

  -- Moderation of microphones and cameras is switched for all by organizers; whoever is
  -- promoted grants and takes back the word of single members.
  local function is_for_organizers(child)
    if FOR_ORGANIZERS[child.name] then return true; end
    if child.name ~= "av_moderation" then return false; end
    local about_one = child.attr.jidToWhitelist or child.attr.jidToBlacklist;
    return not about_one or child.attr.enable ~= nil or is_organizers(child.attr.jidToBlacklist);
  end

  local function judge_message(event)
    local origin, stanza = event.origin, event.stanza;
    if stanza.attr.type == "error" then return; end
    local pass = pass_lib.of(origin);
    local is_ended = false;
    for _, child in ipairs(stanza.tags) do
      if is_for_organizers(child) and not admission.is_organizer(pass) then
        return refusal.of_deed(origin, stanza);
      end
      is_ended = is_ended or child.name == "end_conference";
    end
    -- "End for all": the lesson ends, with its breakout rooms and its passes.
    if is_ended then
      core.ending.end_lesson(pass.room, pass.lesson, "ended-by-organizer");
      return true;
    end
  end

  for _, jid_type in ipairs { "host"; "bare"; "full"; } do
    module:hook("pre-iq/" .. jid_type, judge_iq, 10);
    module:hook("pre-message/" .. jid_type, judge_message, 10);
  end

  local function drop_what_is_for_organizers(event)
    if admission.is_organizer(pass_lib.of(event.origin)) then return; end
    event.stanza:maptags(function (tag)
      if not IN_ORGANIZERS_PRESENCE[tag.name] then return tag; end
    end);
  end
  for _, jid_type in ipairs { "bare"; "full"; } do
    module:hook("pre-presence/" .. jid_type, drop_what_is_for_organizers, 10);
  end
end
