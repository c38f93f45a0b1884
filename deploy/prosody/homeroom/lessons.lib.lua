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

local function forget_oldest_end(ended)
  local count, oldest = 0, nil;
  for lesson, was in pairs(ended) do
    count = count + 1;
    if not oldest or was.at < ended[oldest].at then oldest = lesson; end
  end
  if count > ENDED_KEPT then ended[oldest] = nil; end
end

return function (core, settings)
  local driver = storagemanager.load_driver(settings.domain, "internal");
  local store = driver and driver:open("homeroom", "keyval");
  local lessons = {};
  local records = {};
  core.lessons = lessons;

  -- Makes the change durable first, then true. Returns nil and the fault.
  local function save(room, record)
    local ok, fault = store:set(room, record);
    if not ok then
      lessons.fault = tostring(fault);
      module:log("error", "The open list cannot be written (%s): %s", room, lessons.fault);
      return nil, lessons.fault;
    end
    lessons.fault = nil;
    records[room] = record;
    return true;
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

  -- Opens, or changes the settings of what is open. A lesson that ended stays ended.
  function lessons.open(room, lesson)
    local record = copy(records[room]) or new_record();
    if record.ended[lesson.lesson] then return true; end
    if record.lesson == lesson.lesson then
      for _, name in ipairs { "grace", "promotion", "lobby", "opened_at" } do
        record[name] = lesson[name];
      end
      return save(room, record);
    end
    if record.lesson and lesson.opened_at < record.opened_at then return true; end
    local ended = record.ended;
    if record.lesson then ended[record.lesson] = { at = os.time(); reason = "meeting-lost" }; end
    forget_oldest_end(ended);
    record = {
      lesson = lesson.lesson; opened_at = lesson.opened_at; received_at = os.time();
      grace = lesson.grace; promotion = lesson.promotion; lobby = lesson.lobby;
      is_closed = false; has_run = false;
      removed = {}; promoted = {}; void = {}; seen = {}; order = {}; ended = ended;
    };
    return save(room, record);
  end

  -- Ends it for ever. Also remembered when it was never heard of, in case its
  -- opening arrives after its end.
  function lessons.close(room, lesson, reason)
    local record = copy(records[room]) or new_record();
    if record.ended[lesson] then return true; end
    record.ended[lesson] = { at = os.time(); reason = reason };
    forget_oldest_end(record.ended);
    if record.lesson == lesson then record = { ended = record.ended }; end
    local ok, fault = save(room, record);
    if not ok then
      -- What must be shut is shut in memory even so.
      records[room] = record;
    end
    return ok, fault;
  end

  -- Applies a change to the open lesson and keeps it. `restricts` changes hold in
  -- memory even when the disk does not take them.
  function lessons.change(room, lesson, change, restricts)
    if not lessons.is_open(room, lesson) then return true; end
    local record = copy(records[room]);
    if change(record) == false then return true; end
    local ok, fault = save(room, record);
    if not ok and restricts then records[room] = record; end
    return ok, fault;
  end

  -- Which signing keys Homeroom trusts now (RS256), or nil before it said so.
  function lessons.trusted_kids()
    return lessons.meta and lessons.meta.kids;
  end

  -- `order` grows, so that an older list that arrives again brings back no key.
  function lessons.trust_kids(kids, order)
    if lessons.meta and order <= (lessons.meta.order or 0) then return true; end
    local meta = { kids = kids; order = order };
    local ok, fault = store:set("_meta", meta);
    if not ok then return nil, tostring(fault); end
    lessons.meta = meta;
    return true;
  end

  load();
  lessons.meta = records._meta;
  records._meta = nil;
end
