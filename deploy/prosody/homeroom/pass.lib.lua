-- A pass as this module sees it. It is read from the token only after Jitsi's
-- own token authentication has verified that very token (mod_auth_homeroom), and
-- counts only while the session still carries it.

local base64 = require "util.encodings".base64;
local json = require "util.json";

local function from_base64url(text)
  local padding = ("="):rep(-#text % 4);
  return base64.decode((text:gsub("[-_]", { ["-"] = "+", ["_"] = "/" })) .. padding);
end

local function json_part(text)
  local decoded = from_base64url(text);
  local value = decoded and json.decode(decoded);
  return type(value) == "table" and value or nil;
end

local function is_text(value)
  return type(value) == "string" and #value > 0 and #value <= 256;
end

-- One exact room: what Jitsi reads as "any room" or as a pattern is no room.
local function names_one_room(claims)
  local by_pattern = type(claims.context.room) == "table" and claims.context.room.regex;
  return is_text(claims.room) and claims.room:match("^[a-z0-9][a-z0-9-]*$") and not by_pattern;
end

-- Only what is exactly true is allowed.
local function features_of(claims)
  local features = {};
  local given = claims.context.features;
  for name, value in pairs(type(given) == "table" and given or {}) do
    if value == true then features[name] = true; end
  end
  return features;
end

local pass = {};

-- The token's pass, or nil and what it lacks.
function pass.read(token)
  local head, body = token:match("^([%w_-]+)%.([%w_-]+)%.[%w_-]+$");
  local header, claims = head and json_part(head), body and json_part(body);
  if not header or not claims then return nil, "malformed"; end
  local user = type(claims.context) == "table" and claims.context.user;
  if type(user) ~= "table" or not is_text(user.id) or not is_text(user.name) then
    return nil, "no person";
  end
  if not names_one_room(claims) then return nil, "no exact room"; end
  if not is_text(claims.lesson) then return nil, "no lesson"; end
  if not is_text(claims.jti) then return nil, "no jti"; end
  -- Jitsi's library takes a token without an end for one that never ends.
  if type(claims.exp) ~= "number" then return nil, "no exp"; end
  return {
    kid = is_text(header.kid) and header.kid or nil;
    person = user.id;
    name = user.name;
    room = claims.room;
    lesson = claims.lesson;
    jti = claims.jti;
    is_owner = user.affiliation == "owner";
    features = features_of(claims);
  };
end

-- Binds the verified pass to the session, in place of the token: without its
-- signature it opens nothing, so whatever logs the session's token logs no pass.
function pass.bind(session, held)
  local stub = "verified." .. held.jti .. ".verified";
  session.auth_token = stub;
  session.homeroom_verified = stub;
  session.homeroom_pass = held;
  -- Jitsi's mod_presence_identity can publish texts only.
  session.jitsi_meet_context_user = {
    id = held.person;
    name = held.name;
    affiliation = held.is_owner and "owner" or "member";
    moderator = held.is_owner and "true" or nil;
  };
  session.jitsi_meet_context_group = nil;
end

function pass.unbind(session)
  session.homeroom_verified = nil;
  session.homeroom_pass = nil;
end

-- The session's verified pass, or nil: also when it signed in past
-- mod_auth_homeroom, or was handed another token since.
function pass.of(session)
  if not session or not session.homeroom_verified then return nil; end
  if session.auth_token ~= session.homeroom_verified then return nil; end
  return session.homeroom_pass;
end

-- Whether both are for the same person, with the same right in the same lesson.
function pass.is_same_right(one, other)
  return one ~= nil and other ~= nil and one.person == other.person and one.room == other.room
    and one.lesson == other.lesson and one.is_owner == other.is_owner;
end

-- The pass behind an address of the VirtualHost, bare or full.
function pass.of_jid(jid)
  local session = prosody.full_sessions[jid];
  if session then return pass.of(session); end
  local user = prosody.bare_sessions[jid];
  local _, any = next(user and user.sessions or {});
  return pass.of(any);
end

return pass;
