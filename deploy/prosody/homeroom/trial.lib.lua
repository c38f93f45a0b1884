-- Whether people would get in, were there a lesson: a pass that Homeroom has signed
-- for this, and that opens nothing, is tried the way everybody's is, and jicofo must
-- be there. Said in each report; signing in does not depend on it.

local async = require "util.async";
local jid = require "util.jid";
local pass_lib = module:require "homeroom/pass";

return function (core, settings)
  local trial = {};
  core.trial = trial;
  local fault = "no pass of Homeroom's has been tried yet";

  local function focus_fault()
    local component = module:context(settings.focus_component);
    local target = jid.prep(component:get_option_string("target_address") or "");
    if target ~= settings.focus then
      return ("homeroom_focus_jid is %s, but %s hands requests to %s"):format(
        settings.focus, settings.focus_component, target or "nobody");
    end
    if not prosody.bare_sessions[settings.focus] then
      return ("jicofo is not connected as %s: is it running, is homeroom_focus_jid its account?")
        :format(settings.focus);
    end
  end

  -- What mod_auth_token, and then this module, find wrong with the pass; nil for nothing.
  local function fault_of(token)
    if type(token) ~= "string" then
      return "Homeroom sends no pass to try: is it older than mod_homeroom?";
    end
    local ok, refused, domain = pcall(core.verify_pass, token);
    if not ok or refused then
      return ("a pass of Homeroom's is refused (%s): app_secret, app_id, algorithm and accepted "
        .. "audience must be the same on both sides"):format(tostring(refused));
    end
    if domain ~= settings.domain then
      return ("passes are for %s, not for %s: set HOMEROOM_JITSI_XMPP_DOMAIN"):format(
        tostring(domain), settings.domain);
    end
    local pass, lack = pass_lib.read(token);
    if not pass then return "a pass of Homeroom's is none here: " .. lack; end
    local is_trusted = not settings.needs_kid
      or module:require "homeroom/admission"(core, settings).trusts_kid(pass.kid);
    if not is_trusted then return "the key that signs passes is not among the trusted ones"; end
  end

  -- Keys may have to be fetched, so the answer may come later; a change is reported soon.
  function trial.try(token)
    async.runner(function (given)
      local found = fault_of(given);
      if found == fault then return; end
      fault = found;
      module:log(found and "error" or "info", "%s", found or "A pass of Homeroom's is accepted");
      core.events.report_soon();
    end):run(token or false);
  end

  -- true, or false and the cause.
  function trial.verdict()
    local cause = focus_fault() or fault;
    return cause == nil, cause;
  end

  -- jicofo comes and goes: no need to wait for the next report.
  local _, focus_host = jid.split(settings.focus);
  local function note_focus(event)
    local session = event.session;
    if jid.join(session.username, session.host) == settings.focus then
      -- Done after the session was added to the list, or taken out of it.
      module:add_timer(0, core.events.report_soon);
    end
  end
  local function watch(host)
    if host ~= focus_host or not prosody.hosts[host] then return; end
    for _, name in ipairs { "resource-bind"; "resource-unbind"; } do
      module:context(host):hook(name, note_focus);
    end
  end
  watch(focus_host);
  -- That host may be activated after this one.
  module:hook_global("host-activated", watch);
end
