-- The open list: which lesson is open in which room, and who was removed or
-- promoted in it. One key per room in Prosody's own durable store, whatever
-- storage the MUCs use, with a mirror in memory; written before it counts.
--
-- A room that is not in it, or cannot be read, has no open lesson.

local storagemanager = require "core.storagemanager";

local ENDED_KEPT = 20;

local function copy(value)
  if type(value) ~= "table" then return value; end
  local other = {};
  for k, v in pairs(value) do other[k] = copy(v); end
  return other;
end

local function new_record()
  return { ended = {}; };
end

-- Numbered, since a clock may be set back: the oldest is forgotten, not the earliest.
local function note_end(ended, lesson, reason)
  local count, last, oldest = 0, 0, nil;
  for other, was in pairs(ended) do
    count, last = count + 1, math.max(last, was.n or 0);
    if not oldest or (was.n or 0) < (ended[oldest].n or 0) then oldest = other; end
  end
  ended[lesson] = { at = os.time(); reason = reason; n = last + 1; };
  if count >= ENDED_KEPT then ended[oldest] = nil; end
end

return function (core, settings)
  local driver = storagemanager.load_driver(settings.domain, "internal");
  local store = driver and driver:open("homeroom", "keyval");
  local lessons = {};
  local records = {};
  -- Rooms whose record in memory is stricter than the one on disk.
  local unsaved = {};
  core.lessons = lessons;

  -- Writes the change to disk first, and applies it in memory then. Returns nil and the
  -- fault.
  local function save(room, record)
    local ok, fault = store:set(room, record);
    if not ok then
      lessons.fault = tostring(fault);
      module:log("error", "The open list cannot be written (%s): %s", room, lessons.fault);
      return nil, lessons.fault;
    end
    lessons.fault, unsaved[room] = nil, nil;
    records[room] = record;
    return true;
  end

  -- Where the disk does not take a change that restricts, it still holds in memory.
  local function save_at_least_here(room, record)
    local ok, fault = save(room, record);
    if not ok then records[room], unsaved[room] = record, true; end
    return ok, fault;
  end

  -- Makes durable what a command that is repeated has done in memory only.
  function lessons.flush(room)
    if not unsaved[room] then return true; end
    return save(room, records[room]);
  end

  local function load()
    if not store then
      lessons.fault = "no durable store";
      return;
    end
    local found, rooms, state = pcall(store.users, store);
    if not found then return; end
    for room in rooms, state do
      local record, fault = store:get(room);
      if record then records[room] = record;
      elseif fault then
        module:log("error", "The open list of %s cannot be read, so it is closed: %s", room, fault);
      end
    end
  end

  -- The record of the lesson that is open in the room, or nil.
  function lessons.find(room)
    local record = records[room];
    if record and record.lesson then return record; end
    return nil;
  end

  function lessons.is_open(room, lesson)
    local record = lessons.find(room);
    return record ~= nil and record.lesson == lesson;
  end

  -- When and why a lesson ended here, or nil.
  function lessons.ended(room, lesson)
    return records[room] and records[room].ended and records[room].ended[lesson];
  end

  function lessons.each()
    local room, record;
    return function ()
      repeat
        room, record = next(records, room);
      until room == nil or record.lesson;
      return room, record;
    end;
  end

  -- room, lesson and how it ended, of the lessons that ended here.
  function lessons.each_ended()
    local list = {};
    for room, record in pairs(records) do
      for lesson, was in pairs(record.ended or {}) do list[#list + 1] = { room, lesson, was }; end
    end
    local i = 0;
    return function ()
      i = i + 1;
      if list[i] then return table.unpack(list[i]); end
    end;
  end

  function lessons.names(set)
    local names = {};
    for name in pairs(set) do names[#names + 1] = name; end
    table.sort(names);
    return names;
  end

  -- Opens it, in place of whatever is open there. Nothing happens when it is open already;
  -- a lesson that ended stays ended. `opening` is the order of the command, if it was one.
  function lessons.open(room, lesson, opening)
    local record = copy(records[room]) or new_record();
    if record.ended[lesson.lesson] then return true; end
    if record.lesson == lesson.lesson then return lessons.flush(room); end
    local ended = record.ended;
    if record.lesson then note_end(ended, record.lesson, "meeting-lost"); end
    record = {
      lesson = lesson.lesson; opening = opening or record.opening;
      grace = lesson.grace; promotion = lesson.promotion; lobby = lesson.lobby;
      is_closed = false; has_run = false; applied = opening or 0;
      removed = {}; promoted = {}; void = {}; seen = {}; order = {}; ended = ended;
    };
    return save(room, record);
  end

  -- The order of the last command that opened a lesson in this room.
  function lessons.opening(room)
    return records[room] and records[room].opening or 0;
  end

  -- Ends it for ever. Also remembered when it was never heard of, in case its
  -- opening arrives after its end.
  function lessons.close(room, lesson, reason)
    local record = copy(records[room]) or new_record();
    if record.ended[lesson] then return lessons.flush(room); end
    note_end(record.ended, lesson, reason);
    if record.lesson == lesson then
      record = { ended = record.ended; opening = record.opening; };
    end
    return save_at_least_here(room, record);
  end

  -- Applies a change to the open lesson and keeps it. `restricts` changes hold in
  -- memory even when the disk does not take them.
  function lessons.change(room, lesson, change, restricts)
    if not lessons.is_open(room, lesson) then return true; end
    local record = copy(records[room]);
    if change(record) == false then return lessons.flush(room); end
    return (restricts and save_at_least_here or save)(room, record);
  end

  local meta;

  local function save_meta(changes)
    local changed = copy(meta);
    for name, value in pairs(changes) do changed[name] = value; end
    local ok, fault = nil, "no durable store";
    if store then ok, fault = store:set("_meta", changed); end
    if not ok then return nil, tostring(fault); end
    meta = changed;
    return true;
  end

  -- Which signing keys Homeroom trusts now (RS256), or nil before it said so.
  function lessons.trusted_kids()
    return meta.kids;
  end

  -- Without an order it is Homeroom's answer of this moment. Otherwise the order grows, so
  -- that an older list that arrives again brings back no key; the third result is then the
  -- order that stands.
  function lessons.trust_kids(kids, order)
    local latest_order = meta.order or 0;
    if order and order < latest_order then return nil, "a later list is known", latest_order; end
    if order == latest_order then return true; end
    return save_meta { kids = kids; order = order or latest_order; };
  end

  -- How often Prosody has started, above `min_boot`. It counts by this, and by no clock.
  function lessons.next_boot(min_boot)
    local boot = math.max(meta.boot or 0, min_boot or 0) + 1;
    local ok, fault = save_meta { boot = boot; };
    if not ok then
      lessons.fault = fault;
      meta.boot = boot;
    end
    return boot;
  end

  load();
  meta = records._meta or {};
  records._meta = nil;
end
