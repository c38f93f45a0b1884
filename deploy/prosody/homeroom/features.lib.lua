-- What members may do in a meeting is in their pass (context.features); held here,
-- since Jitsi holds little of it without further settings: writing, polls, files, and
-- a shared screen where the client says that it is one. Organizers may do all of it, and
-- whoever they promoted all that a Room's rules name.

local jid = require "util.jid";
local json = require "util.json";
local refusal = module:require "homeroom/refusal";
local pass_lib = module:require "homeroom/pass";

local GIVEN_BY_PROMOTION = {
  ["send-groupchat"] = true; ["send-private-message"] = true; ["create-polls"] = true;
  ["screen-sharing"] = true;
};
-- Read by people, in Jitsi's chat.
local CHAT_IS_OFF = "Writing is switched off for members of this room.";
local POLLS_ARE_OFF = "Members of this room make no polls.";
local FILES_ARE_OFF = "Members of this room share no files.";
-- Keys of end-to-end encryption travel as private messages between clients.
local OLM = "olm";

return function (core, settings)
  local admission = module:require "homeroom/admission"(core, settings);

  local function may(pass, feature)
    if not pass then return false; end
    if pass.features[feature] or admission.is_organizer(pass) then return true; end
    return GIVEN_BY_PROMOTION[feature] and admission.is_promoted(pass) or false;
  end

  local function json_of(stanza)
    local text = #stanza.tags == 1 and stanza.tags[1].name == "json-message"
      and stanza.tags[1]:get_text();
    local value = text and json.decode(text);
    return type(value) == "table" and value or nil;
  end

  -- Also true where it cannot be judged: broken, or beside something else.
  local function has_json(stanza)
    for _, tag in ipairs(stanza.tags) do
      if tag.name == "json-message" then return true; end
    end
    return false;
  end

  -- The JSON is written anew, so that receivers read exactly what was judged here:
  -- Prosody's parser reads some JSON (`__hash`, comments) differently.
  local function rewrite(stanza, value)
    local content = stanza.tags[1];
    for i = #content, 1, -1 do content[i] = nil; end
    content[1] = json.encode(value);
  end

  -- nil, or the text of the refusal. A room's json-messages are as good as chat: what is
  -- in them appears as subtitles, with any name, or as somebody's in the lobby.
  local function refused_text(pass, stanza, host, resource)
    local content = json_of(stanza);
    if content and content.type == OLM and resource then
      return rewrite(stanza, { type = OLM; olm = content.olm; });
    end
    if has_json(stanza) and host ~= settings.lobby then return CHAT_IS_OFF; end
    local feature = resource and "send-private-message" or "send-groupchat";
    return not may(pass, feature) and CHAT_IS_OFF or nil;
  end

  -- Only what a poll is made of goes on.
  local function refused_poll(pass, stanza)
    local poll = json_of(stanza);
    if not poll then return POLLS_ARE_OFF; end
    local is_answer = poll.command == "answer-poll";
    if not is_answer and not may(pass, "create-polls") then return POLLS_ARE_OFF; end
    rewrite(stanza, {
      type = poll.type; command = poll.command; pollId = poll.pollId;
      question = not is_answer and poll.question or nil; answers = poll.answers;
    });
  end

  local function judge_message(event)
    local origin, stanza = event.origin, event.stanza;
    if stanza.attr.type == "error" then return; end
    local pass = pass_lib.of(origin);
    local node, host, resource = jid.split(stanza.attr.to);
    local refused;
    if node then
      -- An invitation carries no text to members, so it is allowed.
      local is_invitation = stanza:get_child("x", "http://jabber.org/protocol/muc#user");
      refused = not is_invitation and refused_text(pass, stanza, host, resource);
    elseif prosody.hosts[host].modules.polls_component then
      refused = refused_poll(pass, stanza);
    elseif prosody.hosts[host].modules.filesharing_component then
      refused = not may(pass, "file-upload") and FILES_ARE_OFF;
    end
    if refused then return refusal.with_words(origin, stanza, refused); end
  end

  local function shows_screen(element)
    for _, child in ipairs(element.tags) do
      local is_screen = child.name == "source" and child.attr.videoType == "desktop";
      if is_screen or shows_screen(child) then return true; end
    end
    return false;
  end

  local function judge_jingle(event)
    local origin, stanza = event.origin, event.stanza;
    if may(pass_lib.of(origin), "screen-sharing") or not shows_screen(stanza) then return; end
    return refusal.with_words(origin, stanza, "Members of this room share no screen.");
  end

  -- After the border (1000) and what is for organizers only (10).
  for _, jid_type in ipairs { "host"; "bare"; "full"; } do
    module:hook("pre-message/" .. jid_type, judge_message, 9);
  end
  module:hook("pre-iq/full", judge_jingle, 9);
end
