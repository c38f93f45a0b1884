-- Stands in for Jitsi's mod_conference_duration: a room knows when the second came in.

local main_host = module:get_option_string("main_muc");

module:hook_global("server-started", function ()
  local main = module:context(main_host);
  main:hook("muc-occupant-joined", function (event)
    local room, count = event.room, 0;
    for _ in room:each_occupant() do count = count + 1; end
    if count > 1 and not room.created_timestamp then
      room.created_timestamp = ("%i"):format(os.time() * 1000);
    end
  end, -1);
  main:hook("muc-disco#info", function (event)
    table.insert(event.form, {
      name = "muc#roominfo_created_timestamp"; value = event.room.created_timestamp or "";
    });
  end);
end);
