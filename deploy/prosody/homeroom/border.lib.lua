-- Where a person's stanzas may go, and with what in them: to the rooms of the pass and
-- to the components that Jitsi's client speaks with, with what it says to them. All else
-- is refused where it leaves the connection: other rooms (internal.auth's, where the
-- bridges meet), other people, jicofo's own address, one's account, other servers.
--
-- What Jitsi's client sends was read in lib-jitsi-meet of August 2026. A component is
-- known by the module that serves it, whatever its address.

local jid = require "util.jid";
local refusal = module:require "homeroom/refusal";
local pass_lib = module:require "homeroom/pass";

local MUC_USER = "http://jabber.org/protocol/muc#user";
local DISCO_INFO = "http://jabber.org/protocol/disco#info";
local PING = "urn:xmpp:ping";

local function set(...)
  local all = {};
  for _, name in ipairs { ... } do all[name] = true; end
  return all;
end

-- Messages to components, by the module: the one element that may be in them.
local TO_COMPONENT = {
  av_moderation_component = set "av_moderation";
  end_conference = set "end_conference";
  filesharing_component = set "file-sharing";
  polls_component = set "json-message";
  room_metadata_component = set "room_metadata";
  speakerstats_component = set("speakerstats", "faceLandmarks");
};

-- IQs, by "name namespace".
local TO_DOMAIN = set(
  "query " .. DISCO_INFO, "ping " .. PING,
  "services urn:xmpp:extdisco:1", "services urn:xmpp:extdisco:2",
  "credentials urn:xmpp:extdisco:1", "credentials urn:xmpp:extdisco:2"
);
local TO_FOCUS = set "conference http://jitsi.org/protocol/focus";
local TO_HOST = set("query " .. DISCO_INFO, "ping " .. PING);
local TO_ROOM = set(
  "query " .. DISCO_INFO, "ping " .. PING,
  "query http://jabber.org/protocol/muc#admin", "query http://jabber.org/protocol/muc#owner"
);
local TO_OCCUPANT = set(
  "query " .. DISCO_INFO, "ping " .. PING, "jingle urn:xmpp:jingle:1",
  "mute http://jitsi.org/jitmeet/audio", "mute http://jitsi.org/jitmeet/video",
  "mute http://jitsi.org/jitmeet/desktop"
);
-- From the beginnings of XMPP: clients still send it once, and it does nothing.
local TO_SELF = set "session urn:ietf:params:xml:ns:xmpp-session";

return function (core, settings)
  local rooms = module:require "homeroom/rooms"(core, settings);
  local admission = module:require "homeroom/admission"(core, settings);
  local MUCS = set(settings.main, settings.breakout, settings.lobby);

  local function component_messages(host)
    local at = prosody.hosts[host];
    for name in pairs(at and at.modules or {}) do
      if TO_COMPONENT[name] then return TO_COMPONENT[name]; end
    end
    return host == settings.breakout and set "breakout_rooms" or nil;
  end

  -- nil, or why the room is not this person's.
  local function refused_room(origin, room_jid)
    return admission.of_room(pass_lib.of(origin), rooms.of_jid(room_jid) or "");
  end

  -- Letting somebody in from the lobby is an invitation to the main room, and only a plain
  -- one passes: an invitation with more in it, or one that declines, could carry text.
  local function is_odd_invitation(stanza, resource)
    local x = stanza:get_child("x", MUC_USER);
    if not x then return false; end
    local kind = stanza.attr.type or "normal";
    if resource or kind ~= "normal" or #stanza.tags ~= 1 then return true; end
    for _, tag in ipairs(x.tags) do
      if tag.name ~= "invite" then return true; end
    end
    return #x.tags == 0;
  end

  local function judge_message(origin, stanza)
    local node, host, resource = jid.split(stanza.attr.to);
    -- Jitsi's client answers no message by an error; whoever reads one shows its text.
    if stanza.attr.type == "error" or is_odd_invitation(stanza, resource) then
      return "not-here";
    end
    if node and MUCS[host] then return refused_room(origin, jid.bare(stanza.attr.to)); end
    local wanted = not node and host and component_messages(host);
    local is_wanted = wanted and #stanza.tags == 1 and wanted[stanza.tags[1].name];
    if not is_wanted then return "not-here"; end
    return admission.of_pass(pass_lib.of(origin));
  end

  local function payloads(node, host, resource)
    if not host then return TO_SELF; end
    if node then return MUCS[host] and (resource and TO_OCCUPANT or TO_ROOM) or nil; end
    if host == settings.domain then return TO_DOMAIN; end
    if host == settings.focus_component then return TO_FOCUS; end
    return (MUCS[host] or component_messages(host)) and TO_HOST or nil;
  end

  local function judge_iq(origin, stanza)
    local node, host, resource = jid.split(stanza.attr.to);
    local wanted = payloads(node, host, resource);
    if not wanted then return "not-here"; end
    local is_request = stanza.attr.type == "get" or stanza.attr.type == "set";
    local payload = stanza.tags[1];
    local is_wanted = not is_request or (payload and #stanza.tags == 1
      and wanted[payload.name .. " " .. (payload.attr.xmlns or "")]);
    if not is_wanted then return "not-here"; end
    return node and refused_room(origin, jid.bare(stanza.attr.to)) or nil;
  end

  -- The gate (gate.lib.lua) decides who enters a room. Everybody may leave one.
  local function judge_presence(_, stanza)
    local kind = stanza.attr.type;
    local node, host, resource = jid.split(stanza.attr.to);
    if kind == "unavailable" and (not host or (node and MUCS[host])) then return nil; end
    local is_entry = kind == nil and node and resource and MUCS[host];
    return not is_entry and "not-here" or nil;
  end

  local function hold(judge)
    return function (event)
      local code = judge(event.origin, event.stanza);
      if code then return refusal.of_stray(event.origin, event.stanza, code); end
    end;
  end

  -- The guard tries the border again when this table is another one.
  core.border = {};

  local judges = { message = judge_message; iq = judge_iq; presence = judge_presence; };
  for kind, judge in pairs(judges) do
    for _, jid_type in ipairs { "host"; "bare"; "full"; } do
      -- With a priority above modules that rewrite addresses.
      module:hook(("pre-%s/%s"):format(kind, jid_type), hold(judge), 1000);
    end
  end
end
