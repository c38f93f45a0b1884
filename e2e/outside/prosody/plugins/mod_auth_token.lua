-- Stands in for Jitsi's mod_auth_token in tests: takes the token from the address
-- of the WebSocket or BOSH connection, verifies it when signing in anonymously, and
-- sets what Jitsi's sets on the session. The refusals carry Jitsi's texts.
-- HS256 with app_secret; RS256 with asap_key_server, where luaossl is installed.

local formdecode = require "util.http".formdecode;
local hashes = require "util.hashes";
local hex = require "util.hex";
local http = require "net.http";
local new_uuid = require "util.uuid".generate;
local async = require "util.async";

local jwt = module:require "stand_in/jwt";

local app_id = module:get_option_string("app_id");
local secret = module:get_option_string("app_secret");
local key_server = module:get_option_string("asap_key_server");
local audiences = module:get_option_set("asap_accepted_audiences", { app_id });
local algorithm = module:get_option_string("signature_algorithm");
if not app_id or not (secret or key_server) then
  module:log("error", "app_id, and app_secret or asap_key_server, must be set");
  return;
end

local function take_token(event)
  local session, query = event.session, event.request.url.query;
  local params = query and formdecode(query) or {};
  session.auth_token = params.token;
  session.previd = params.previd;
  session.jitsi_web_query_room = params.room;
end
module:hook_global("websocket-session", take_token);
module:hook_global("bosh-session", take_token);

-- As Jitsi does: kept for ever, so that a withdrawn key is still known here.
local fetched = {};

local function public_key(kid)
  if fetched[kid] then return fetched[kid]; end
  local wait, done = async.waiter();
  local pem;
  http.request(key_server .. "/" .. hex.encode(hashes.sha256(kid)) .. ".pem", nil,
    function (body, code)
      if code == 200 then pem = body; end
      done();
    end);
  wait();
  fetched[kid] = pem;
  return pem;
end

local function verified(token)
  local header, claims, check = jwt.open(token);
  if not header then return nil, "Invalid token"; end
  if header.typ ~= "JWT" then return nil, "Invalid typ"; end
  local alg = algorithm or (key_server and "RS256" or "HS256");
  if header.alg ~= alg then return nil, "Invalid or incorrect alg"; end
  local key = secret;
  if key_server then
    if not header.kid then return nil, "'kid' claim is missing"; end
    key = public_key(header.kid);
    if not key then return nil, "could not obtain public key"; end
  end
  if not check(alg, key) then return nil, "Invalid signature"; end
  return claims;
end

local function judge(claims)
  local now = os.time();
  if claims.exp and (type(claims.exp) ~= "number" or now > claims.exp) then
    return "Not acceptable by exp";
  end
  if claims.nbf and now < claims.nbf then return "Not acceptable by nbf"; end
  if claims.iss ~= app_id then return "invalid 'iss' claim"; end
  if claims.aud == nil then return "'aud' claim is missing"; end
  if not audiences:contains(claims.aud) then return "invalid 'aud' claim"; end
  if claims.room == nil then return "room claim is missing"; end
  if claims.sub == nil then return "sub claim is missing"; end
  return nil;
end

local function resumed_username(previd)
  for _, session in pairs(prosody.full_sessions) do
    if session.resumption_token == previd then return session.username; end
  end
  return nil;
end

-- The username, or nil and the text of the refusal.
local function sign_in(session)
  local token = session.auth_token;
  if not token then return nil, "token required"; end
  local claims, fault = verified(token);
  fault = fault or judge(claims);
  if fault then
    session.auth_token = nil;
    return nil, fault;
  end
  session.jitsi_meet_room = claims.room;
  session.jitsi_meet_domain = claims.sub;
  session.jitsi_meet_context_user = claims.context and claims.context.user;
  session.jitsi_meet_context_group = claims.context and claims.context.group;
  session.jitsi_meet_context_features = claims.context and claims.context.features;
  prosody.events.fire_event("jitsi-authentication-token-verified", {
    session = session; claims = claims;
  });
  return session.previd and resumed_username(session.previd) or new_uuid();
end

local handler = {};
handler.__index = handler;

local function new_handler(session)
  return setmetatable({ session = session; }, handler);
end

function handler:mechanisms() -- luacheck: ignore 212/self
  return { ANONYMOUS = true; };
end

function handler:select(mechanism)
  if mechanism ~= "ANONYMOUS" then return nil; end
  self.selected = mechanism;
  return true;
end

function handler:clean_clone()
  return new_handler(self.session);
end

function handler:process()
  local username, fault = sign_in(self.session);
  if not username then return "failure", "not-allowed", fault; end
  self.username = username;
  return "success";
end

module:provides("auth", { get_sasl_handler = new_handler; });
