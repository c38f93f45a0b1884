-- The name that others see is the pass's. Whatever else a client says of who
-- somebody is goes no further: e-mail, picture, another's identity, a role.
--
-- Jitsi's client looks for some of it at any depth of a presence: an item of the MUC
-- inside an element of one's own would be read before the MUC's, and make a moderator,
-- or somebody whom nobody sees. So a presence holds flat elements only.

local pass_lib = module:require "homeroom/pass";

local NICK = "http://jabber.org/protocol/nick";
local MUC = "http://jabber.org/protocol/muc";

local function set(names)
  local all = {};
  for name in names:gmatch("%S+") do all[name] = true; end
  return all;
end

-- Elements that say who somebody is, or that only jicofo, a bridge or the server may send.
local NOT_FROM_CLIENTS = set [[
  nick email identity avatar-url userId stats-id bot display-name status permissions ignore
  flip_device bridgeNotAvailable conference-properties transcription-status
  jibri-recording-status jibri-sip-call-state call-control region
  jitsi_participant_features_jigasi
]];
-- Features that make others believe that this is a dial-in, a recorder or a transcriber.
local FEATURES_OF_MACHINES = set [[
  http://jitsi.org/protocol/jigasi http://jitsi.org/protocol/jibri
  http://jitsi.org/protocol/transcriber
]];
local IN_MESSAGES = set [[
  body subject json-message reply reactions retract fallback store
  end_conference av_moderation speakerstats faceLandmarks file-sharing room_metadata
  breakout_rooms
]];

local function flatten(tag)
  tag:maptags(function () return nil; end);
  return tag;
end

local function keep_features(tag)
  tag:maptags(function (child)
    if child.name ~= "feature" or FEATURES_OF_MACHINES[child.attr.var] then return nil; end
    return flatten(child);
  end);
  return tag;
end

local function in_presence(tag)
  if tag.name == "x" then return tag.attr.xmlns == MUC and tag or nil; end
  if NOT_FROM_CLIENTS[tag.name] then return nil; end
  if tag.name == "features" then return keep_features(tag); end
  return flatten(tag);
end

local function in_message(tag)
  if tag.name == "x" then return tag.attr.xmlns == MUC .. "#user" and tag or nil; end
  return IN_MESSAGES[tag.name] and tag or nil;
end

return function ()
  -- Before mod_presence_identity, which adds what the pass says at 0.
  local function clean_presence(event)
    event.stanza:maptags(in_presence);
  end

  local function name_presence(event)
    local stanza, pass = event.stanza, pass_lib.of(event.origin);
    stanza:maptags(function (tag)
      if tag.name ~= "nick" and tag.name ~= "identity" then return tag; end
    end);
    if pass and stanza.attr.type == nil then
      stanza:tag("nick", { xmlns = NICK; }):text(pass.name):up();
    end
  end

  local function clean_message(event)
    if event.stanza.attr.type ~= "error" then event.stanza:maptags(in_message); end
  end

  for _, jid_type in ipairs { "host"; "bare"; "full"; } do
    module:hook("pre-presence/" .. jid_type, clean_presence, 100);
    module:hook("pre-presence/" .. jid_type, name_presence, -1);
    module:hook("pre-message/" .. jid_type, clean_message, -1);
  end
end
