-- For tests: loads and unloads modules of a host while Prosody runs.

local formdecode = require "util.http".formdecode;
local modulemanager = require "core.modulemanager";

module:depends("http");
module:provides("http", {
  name = "test-modules";
  default_path = "/test-modules";
  route = {
    POST = function (event)
      local wish = formdecode(event.request.url.query);
      modulemanager[wish.deed](wish.host, wish.name);
      return 204;
    end;
  };
});
