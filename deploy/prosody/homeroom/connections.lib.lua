-- Connections whose pass no longer holds: the lesson is over, the person was removed, the
-- pass was taken back. They say nothing more to anybody, and are closed once they had time
-- to read why.

local st = require "util.stanza";
local sessionmanager = require "core.sessionmanager";
local refusal = module:require "homeroom/refusal";
local pass_lib = module:require "homeroom/pass";

-- Jitsi's client first has to show why its room is gone.
local CLOSE_AFTER_SECONDS = 2;

return function (core, settings)
  local admission = module:require "homeroom/admission"(core, settings);
  local connections = {};
  core.connections = connections;

  local function close_now(session, code)
    if session.destroyed then return; end
    session:close { condition = "policy-violation"; text = refusal.text(code); };
    -- A session that lost its connection and waits to be resumed is not ended by closing,
    -- so it is destroyed.
    if not session.destroyed then sessionmanager.destroy_session(session, code); end
  end

  local function sessions_where(is_meant)
    local sessions = {};
    for _, session in pairs(prosody.full_sessions) do
      local is_here = session.host == settings.domain;
      if is_here and is_meant(session) then sessions[#sessions + 1] = session; end
    end
    return sessions;
  end

  local function lapse_of(session)
    return admission.of_pass(pass_lib.of(session));
  end

  local function close_soon(sessions, code)
    if #sessions == 0 then return; end
    module:add_timer(CLOSE_AFTER_SECONDS, function ()
      for _, session in ipairs(sessions) do
        -- Checked again: the person may have been readmitted, or the session resumed with
        -- a valid pass.
        local lapse = lapse_of(session);
        if lapse then close_now(session, code or lapse); end
      end
    end);
  end

  -- Closes whoever signed in with a pass that is meant.
  function connections.close(code, is_meant)
    close_soon(sessions_where(function (session)
      local pass = pass_lib.of(session);
      return pass and is_meant(pass);
    end), code);
  end

  -- Closes connections that were missed: they signed in after the end, or while this
  -- module was reloaded.
  function connections.close_lapsed()
    close_soon(sessions_where(lapse_of));
  end

  module:add_timer(settings.report_seconds, function ()
    connections.close_lapsed();
    return settings.report_seconds;
  end);

  -- Closes everybody at once: without this module no rule would hold for them any more.
  function connections.close_all(code)
    for _, session in ipairs(sessions_where(function () return true; end)) do
      close_now(session, code);
    end
  end

  -- Stanzas to the server itself are allowed, since a client pings it.
  local function is_to_server(stanza)
    return stanza.name == "iq" and (stanza.attr.to == nil or stanza.attr.to == settings.domain);
  end

  module:hook("pre-stanza", function (event)
    local origin, stanza = event.origin, event.stanza;
    if origin.type ~= "c2s" or stanza.attr.type == "unavailable" or is_to_server(stanza) then
      return;
    end
    local code = admission.of_pass(pass_lib.of(origin));
    if not code then return; end
    if stanza.attr.type ~= "error" and stanza.attr.type ~= "result" then
      origin.send(st.error_reply(stanza, "cancel", "not-allowed", refusal.text(code)));
    end
    return true;
  end, 100);
end
