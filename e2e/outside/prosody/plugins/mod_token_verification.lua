-- Stands in for Jitsi's mod_token_verification: the room of the token must be the
-- room that is entered or made. Does nothing without the token settings, lets the
-- domains of its allow-list pass, and logs the whole token on a mismatch.

local jid = require "util.jid";
local st = require "util.stanza";
local is_admin = require "core.usermanager".is_admin;

local parent = module:context((module.host:gsub("^[^.]+%.", "")));
if not parent:get_option_string("app_id") then return; end
if not (parent:get_option_string("app_secret") or parent:get_option_string("asap_key_server")) then
  return;
end
local verifies_domain = parent:get_option_boolean("enable_domain_verification", false);

local function is_listed(from)
  local listed = module:get_option_set("token_verification_allowlist", {});
  return listed:contains(jid.host(from)) or listed:contains(jid.bare(from));
end

local function is_meant_for(session, room)
  local claimed = session.jitsi_meet_room;
  if not session.auth_token or not claimed then return false; end
  if verifies_domain and session.jitsi_meet_domain ~= parent.host then return false; end
  return claimed == "*" or claimed:lower() == room;
end

local function judge(event)
  local origin, stanza = event.origin, event.stanza;
  local from = stanza.attr.from;
  if is_admin(from, module.host) or is_listed(from) or origin.type == "s2sin" then return; end
  local exists = prosody.hosts[module.host].modules.muc.get_room_from_jid(event.room.jid);
  if exists and is_meant_for(origin, jid.node(stanza.attr.to)) then return; end
  module:log("error", "User %s not allowed to join: %s token: %s", from, stanza.attr.to,
    tostring(origin.auth_token));
  local text = exists and "Room and token mismatched" or "Room does not exist";
  origin.send(st.error_reply(stanza, "cancel", "not-allowed", text));
  return true;
end

module:hook("muc-room-pre-create", judge, 99);
module:hook("muc-occupant-pre-join", judge, 99);
