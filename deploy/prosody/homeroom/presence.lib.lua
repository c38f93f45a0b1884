-- Who is in the meetings of the open lessons, with which pass. Kept by room, told to
-- Homeroom by lesson, and true to Prosody's own rooms: Jitsi's mod_muc_rate_limit tells
-- of a leave late, after the same person has come back, or never.

local new_id = require "util.id".medium;
local jid_split = require "util.jid".split;
local bare = require "util.jid".bare;

local NOBODY = {};

return function (core, settings)
  local rooms = module:require "homeroom/rooms"(core, settings);
  local lessons = core.lessons;
  local presence = {};
  -- Entries by the occupant's address, and the same by Room and by MUC room; they survive
  -- a reload.
  core.occupancy = core.occupancy or { by_nick = {}; by_room = {}; by_muc = {}; };
  local occupancy = core.occupancy;
  local by_nick, by_room, by_muc = occupancy.by_nick, occupancy.by_room, occupancy.by_muc;
  core.presence = presence;

  local function tell(kind, entry, more)
    local event = more or {};
    event.kind, event.slug, event.lessonId = kind, entry.room, entry.lesson;
    core.events.tell(event);
  end

  -- Address and entry of everybody in the room, its breakout rooms and its lobby.
  function presence.each(room)
    return pairs(by_room[room] or NOBODY);
  end

  function presence.each_room()
    return pairs(by_room);
  end

  function presence.at(nick)
    return by_nick[nick];
  end

  -- Whether Prosody's room has this occupant now.
  function presence.is_occupied(nick)
    local muc_room = rooms.get(bare(nick));
    return muc_room ~= nil and muc_room:get_occupant_by_nick(nick) ~= nil;
  end

  -- Whether an organizer of the lesson that is open there is in. A promoted person is
  -- none; a breakout room counts.
  function presence.has_organizer(room)
    for nick, entry in presence.each(room) do
      if entry.is_owner and entry.is_in and lessons.is_open(room, entry.lesson)
        and presence.is_occupied(nick) then
        return true;
      end
    end
    return false;
  end

  local function remember(pass)
    local record = lessons.find(pass.room);
    if record.seen[pass.person] and (record.has_run or not pass.is_owner) then return; end
    lessons.change(pass.room, pass.lesson, function (changed)
      changed.seen[pass.person] = true;
      if pass.is_owner then changed.has_run = true; end
    end);
  end

  local function add(index, key, entry)
    index[key] = index[key] or {};
    index[key][entry.nick] = entry;
  end

  local function take_out(index, key, entry)
    index[key][entry.nick] = nil;
    if next(index[key]) == nil then index[key] = nil; end
  end

  local function drop(entry)
    by_nick[entry.nick] = nil;
    take_out(by_room, entry.room, entry);
    take_out(by_muc, entry.muc, entry);
    if not entry.is_in then return; end
    tell("left", entry, { occupantId = entry.id; personId = entry.person; });
  end

  -- where: "main", "breakout" or "lobby"; who waits in the lobby is not in.
  function presence.enter(pass, jid, nick, where)
    if by_nick[nick] then drop(by_nick[nick]); end
    local entry = {
      id = new_id(); room = pass.room; lesson = pass.lesson; person = pass.person;
      jti = pass.jti; is_owner = pass.is_owner; jid = jid; nick = nick; muc = bare(nick);
      is_in = where ~= "lobby"; breakout = where == "breakout" and jid_split(nick) or nil;
    };
    by_nick[nick] = entry;
    add(by_room, entry.room, entry);
    add(by_muc, entry.muc, entry);
    if not entry.is_in then return; end
    if pass.is_owner then core.grace.stop(pass.room); end
    remember(pass);
    tell("entered", entry, { occupant = presence.describe(entry); });
  end

  -- Told of at most once, whoever notices it first.
  function presence.leave(nick)
    local entry = by_nick[nick];
    if not entry then return; end
    drop(entry);
    if entry.is_in and lessons.is_open(entry.room, entry.lesson) then
      core.grace.begin_if_alone(entry.room);
    end
  end

  -- Everybody out of this one MUC room: it is destroyed.
  function presence.empty(muc_jid)
    local nicks = {};
    for nick in pairs(by_muc[muc_jid] or NOBODY) do nicks[#nicks + 1] = nick; end
    for _, nick in ipairs(nicks) do presence.leave(nick); end
  end

  function presence.describe(entry)
    local record = lessons.find(entry.room);
    return {
      occupantId = entry.id;
      personId = entry.person;
      passId = entry.jti;
      affiliation = entry.is_owner and "owner" or "member";
      isPromoted = record ~= nil and record.promoted[entry.person] == true;
      breakoutId = entry.breakout;
    };
  end

  -- A resumed connection brought a fresh pass of the same person.
  function presence.rebind(jid, pass)
    for _, entry in presence.each(pass.room) do
      if entry.jid == jid then entry.jti = pass.jti; end
    end
  end
end
