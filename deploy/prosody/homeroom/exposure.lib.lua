-- What of Prosody can be reached past nginx, by other servers, or by somebody who makes an
-- account. Each function returns nil, or what is open and what to do about it.

local modulemanager = require "core.modulemanager";
local portmanager = require "core.portmanager";

return function (settings)
  local exposure = {};

  local function is_loopback(interface)
    return interface:match("^127%.") ~= nil or interface == "::1";
  end

  -- Prosody's HTTP serves commands, BOSH and WebSocket; 5281 listens everywhere by itself.
  function exposure.http()
    for service, interface, port in portmanager.get_active_services():iter(nil, nil, nil, nil) do
      if service == "https" then
        return ("HTTPS is open on port %d, past nginx: set https_ports = { }, restart Prosody")
          :format(port);
      end
      if service == "http" and not settings.http_from_elsewhere and not is_loopback(interface) then
        return ("HTTP port %d is open on %s: set http_interfaces to loopback, restart Prosody")
          :format(port, interface);
      end
    end
  end

  -- People would come from other servers without a pass.
  function exposure.other_servers()
    local is_loaded = modulemanager.is_loaded("*", "s2s");
    for host in pairs(prosody.hosts) do
      is_loaded = is_loaded or modulemanager.is_loaded(host, "s2s");
    end
    if is_loaded then
      return 'mod_s2s is loaded: put "s2s" into modules_disabled, restart Prosody';
    end
  end

  -- Debian's Prosody loads mod_invites_register, which makes an account for invited people only.
  local function needs_invitation(host)
    local options = module:context(host);
    return modulemanager.is_loaded(host, "invites_register")
      and options:get_option_boolean("registration_invite_only", true)
      and not options:get_option_boolean("allow_registration", false);
  end

  function exposure.registration()
    for host in pairs(prosody.hosts) do
      if modulemanager.is_loaded(host, "register_ibr") and not needs_invitation(host) then
        return ("anybody may make an account on %s: set allow_registration = false, then restart")
          :format(host);
      end
    end
  end

  return exposure;
end
