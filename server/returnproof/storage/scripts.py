"""The Lua that runs inside Redis: what must happen in one step.

Keys besides those declared are made from the shop's prefix and so are in the same slot; that is
what Redis Cluster asks of a script in fact. The first write of each script is one that a Redis out
of memory refuses (SET), so that it refuses all or nothing.
"""

from typing import Final

from returnproof.services.records import Order
from returnproof.storage import keys

# Enough for a reader that was away for a day of packing; behind that it reads the photos anew.
_LOG_HELD: Final = 100_000

# ARGV[1] is the shop's prefix in each script that begins with this.
_WRITING: Final = (
    f"""
local photos = '{keys.order_suffix(Order.photo_created)}'
local photo_log, photo_epoch = '{keys.PHOTO_LOG_SUFFIX}', '{keys.PHOTO_EPOCH_SUFFIX}'
local log_held = {_LOG_HELD}
"""
    """
local prefix = ARGV[1]
local function note(change, entry)
  if entry[1] ~= photos then return end
  local id = redis.call('XADD', prefix .. photo_log, 'MAXLEN', '~', log_held, '*', change, entry[2])
  redis.call('SETNX', prefix .. photo_epoch, id)
end
local function head_of(value)
  return cjson.decode(string.sub(value, 1, string.find(value, '\\n', 1, true) - 1))
end
local function name(entry) return entry[1] .. '\\n' .. entry[2] end
local function take_back(head, kept)
  for _, entry in ipairs(head.x) do
    if not kept[name(entry)] then
      redis.call('ZREM', prefix .. entry[1], entry[2])
      note('-', entry)
    end
  end
  for _, alias in ipairs(head.a) do
    if not kept[alias] then redis.call('DEL', prefix .. alias) end
  end
end
local function write(key, value, before)
  redis.call('SET', key, value)
  local head, kept, had = head_of(value), {}, {}
  for _, entry in ipairs(head.x) do kept[name(entry)] = true end
  for _, alias in ipairs(head.a) do
    kept[alias] = true
    redis.call('SET', prefix .. alias, value)
  end
  if before then
    take_back(before, kept)
    for _, entry in ipairs(before.x) do had[name(entry)] = true end
  end
  for _, entry in ipairs(head.x) do
    if not had[name(entry)] then
      redis.call('ZADD', prefix .. entry[1], 0, entry[2])
      note('+', entry)
    end
  end
end
"""
)

# KEYS: the shop's schema, then every document; ARGV: prefix, plan, then the written envelopes.
# Answers OK, DONE (this very commit was done before), NEW (the shop must be registered first),
# SCHEMA (the records are of another schema), CONFLICT.
COMMIT: Final = (
    _WRITING
    + """
local plan = cjson.decode(ARGV[2])
local known = redis.call('GET', KEYS[1])
if not known and not plan.register then return 'NEW' end
if known and tonumber(known) ~= plan.schema then return 'SCHEMA' end
local before, conflict = {}, false
for i, version in ipairs(plan.versions) do
  local value = redis.call('GET', KEYS[i + 1])
  local head = value and head_of(value)
  if head and i <= plan.writes and head.c == plan.commit then return 'DONE' end
  if (head and head.v or 0) ~= version then conflict = true end
  before[i] = head
end
if conflict then return 'CONFLICT' end
if not known then redis.call('SET', KEYS[1], plan.schema) end
for i = 1, plan.writes do write(KEYS[i + 1], ARGV[i + 2], before[i]) end
for i = plan.writes + 1, plan.writes + plan.deletes do
  if before[i] then
    redis.call('DEL', KEYS[i + 1])
    take_back(before[i], {})
  end
end
for _, refund in ipairs(plan.touched) do
  redis.call('HINCRBY', plan.epochs, refund, 1)
  redis.call('DEL', prefix .. plan.assessment .. refund)
end
for _, event in ipairs(plan.events) do
  redis.call('XADD', plan.stream, 'MAXLEN', '~', plan.held, '*',
    'kind', event[1], 'data', event[2])
end
return 'OK'
"""
)

# KEYS: epochs, then assessments; ARGV: seconds, then refund id, epoch, document of each.
CACHE_ASSESSMENT: Final = """
local kept = 0
for i = 2, #KEYS do
  local at = 3 * (i - 2) + 2
  if tonumber(redis.call('HGET', KEYS[1], ARGV[at]) or '0') == tonumber(ARGV[at + 1]) then
    redis.call('SET', KEYS[i], ARGV[at + 2], 'EX', ARGV[1])
    kept = kept + 1
  end
end
return kept
"""

# KEYS: document; ARGV: prefix, the version it must have, new envelope. Outside of any commit:
# for migrations, which change every document's form and nothing else.
REPLACE: Final = (
    _WRITING
    + """
local value = redis.call('GET', KEYS[1])
local before = value and head_of(value)
if not before or before.v ~= tonumber(ARGV[2]) then return 0 end
write(KEYS[1], ARGV[3], before)
return 1
"""
)

# KEYS: document, sorted set or alias; ARGV: suffix, member (empty for an alias). 1 when document
# and entry agree that both or neither is there, else 0.
AGREES: Final = """
local value = redis.call('GET', KEYS[1])
local named = false
local readable, head = pcall(function()
  return cjson.decode(string.sub(value, 1, string.find(value, '\\n', 1, true) - 1))
end)
if readable and type(head) == 'table' and head.x and head.a then
  for _, entry in ipairs(head.x) do
    if entry[1] == ARGV[1] and entry[2] == ARGV[2] then named = true end
  end
  for _, alias in ipairs(head.a) do
    if alias == ARGV[1] and ARGV[2] == '' then named = true end
  end
end
local there
if ARGV[2] == '' then
  there = redis.call('GET', KEYS[2])
  return (there == value and named or not there and not named) and 1 or 0
end
there = redis.call('ZSCORE', KEYS[2], ARGV[2])
return ((there and true or false) == named) and 1 or 0
"""
