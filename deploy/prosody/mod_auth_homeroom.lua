-- Signing in to a Prosody that keeps Homeroom's promises. Wraps Jitsi's token
-- authentication: asks mod_homeroom whether everything is in force, lets
-- mod_auth_token verify the token, and binds what the pass says to the session.
-- Without mod_homeroom, or with any part of it missing, nobody gets in.
--
-- authentication = "homeroom" on the VirtualHost of the meetings. The options are
-- mod_auth_token's own and mod_homeroom's.

local settings = module:require "homeroom/settings";
local whole = module:require "homeroom/whole";
local pass_lib = whole "pass";
local refusal = whole "refusal";

module:depends("auth_token");

local core = module:shared "/*/homeroom/core";
local admission = module:require "homeroom/admission"(core, settings);

local function failure(code)
  return "failure", "not-allowed", refusal.text(code);
end

-- Registered by mod_auth_token, and unused by Prosody: its name is not the option's.
local function token_provider()
  for _, provider in ipairs(module:get_host_items("auth-provider")) do
    if provider.name == "token" then return provider; end
  end
  return nil;
end

local function bind_pass(session, token)
  if not token or session.auth_token ~= token then return "no-pass"; end
  local pass, lack = pass_lib.read(token);
  if not pass then
    module:log("info", "A token that is no pass was refused: %s", lack);
    return "no-pass";
  end
  local refused = admission.of_pass(pass);
  if refused then return refused; end
  pass_lib.bind(session, pass);
  return nil;
end

-- For trial.lib.lua: nil, or why a person with this token would be refused; and the
-- domain that it is for. Goes through mod_auth_token itself.
function core.verify_pass(token)
  local provider = token_provider();
  if not provider then return "mod_auth_token is not in force"; end
  local session = {
    type = "c2s_unauthed"; host = module.host; auth_token = token; send = function () end;
    jitsi_web_query_prefix = "";
  };
  local inner = provider.get_sasl_handler(session);
  inner:select("ANONYMOUS");
  local status, condition, text = inner:process("");
  if status ~= "success" then return text or condition or "refused"; end
  return nil, session.jitsi_meet_domain;
end

-- mod_auth_token gives whoever names another connection's resumption id (`previd`) the
-- username of that connection, and with it the address that rights in a room hang on. So
-- a username that somebody has must be that person's, by the same right.
local function takes_anothers_name(session, username)
  local held = pass_lib.of(session);
  local theirs = prosody.bare_sessions[username .. "@" .. module.host];
  for _, other in pairs(theirs and theirs.sessions or {}) do
    if not pass_lib.is_same_right(pass_lib.of(other), held) then return true; end
  end
  return false;
end

-- This is a SASL handler of its own, because the ANONYMOUS mechanism of util.sasl calls a
-- profile that refuses again and again without end.
local handler = {};
handler.__index = handler;

local function new_handler(session)
  local provider = token_provider();
  return setmetatable({
    session = session;
    inner = provider and provider.get_sasl_handler(session);
  }, handler);
end

function handler:mechanisms()
  return self.inner and self.inner:mechanisms() or {};
end

function handler:select(mechanism)
  local is_known = self.inner and self.inner:select(mechanism);
  self.selected = is_known and mechanism or nil;
  return is_known;
end

function handler:clean_clone()
  return new_handler(self.session);
end

function handler:process(message)
  local session = self.session;
  pass_lib.unbind(session);
  local is_healthy = core.guard and core.guard.check();
  if not is_healthy then return failure("unhealthy"); end
  local token = session.auth_token;
  local status, result, text = self.inner:process(message);
  if status ~= "success" then return status, result, text; end
  local refused = bind_pass(session, token);
  if not refused and takes_anothers_name(session, self.inner.username) then
    refused = "other-pass";
  end
  if refused then
    pass_lib.unbind(session);
    session.auth_token = nil;
    return failure(refused);
  end
  -- What Prosody's mod_saslauth reads: scope in 0.12, role in 13.
  self.username, self.scope, self.role = self.inner.username, self.inner.scope, self.inner.role;
  return status, result, text;
end

module:provides("auth", {
  get_sasl_handler = new_handler;
  user_exists = function () return nil; end;
});
