"""The Lua that runs inside Redis: what must happen in one step.

Keys besides those declared are made from the shop's prefix and so are in the same slot; that is
what Redis Cluster asks of a script in fact. The first write of each script is one that a Redis out
of memory refuses (SET), so that it refuses all or nothing.
"""

from typing import Final

# KEYS: the shop's schema, then every document; ARGV: prefix, plan, then the written envelopes.
# Answers OK, DONE (this very commit was done before), NEW (the shop must be registered first),
# SCHEMA (the records are of another schema), CONFLICT.
COMMIT: Final = """
local prefix, plan = ARGV[1], cjson.decode(ARGV[2])
local known = redis.call('GET', KEYS[1])
if not known and not plan.register then return 'NEW' end
if known and tonumber(known) ~= plan.schema then return 'SCHEMA' end
local before, conflict = {}, false
for i, version in ipairs(plan.versions) do
  local value = redis.call('GET', KEYS[i + 1])
  local head = value and cjson.decode(string.sub(value, 1, string.find(value, '\\n', 1, true) - 1))
  if head and i <= plan.writes and head.c == plan.commit then return 'DONE' end
  if (head and head.v or 0) ~= version then conflict = true end
  before[i] = head
end
if conflict then return 'CONFLICT' end
if not known then redis.call('SET', KEYS[1], plan.schema) end
local function take_back(head, kept)
  for _, entry in ipairs(head.x) do
    if not kept[entry[1] .. '\\n' .. entry[2]] then
      redis.call('ZREM', prefix .. entry[1], entry[2])
    end
  end
  for _, alias in ipairs(head.a) do
    if not kept[alias] then redis.call('DEL', prefix .. alias) end
  end
end
for i = 1, plan.writes do
  local value = ARGV[i + 2]
  redis.call('SET', KEYS[i + 1], value)
  local head = cjson.decode(string.sub(value, 1, string.find(value, '\\n', 1, true) - 1))
  local kept, had = {}, {}
  for _, entry in ipairs(head.x) do kept[entry[1] .. '\\n' .. entry[2]] = true end
  for _, alias in ipairs(head.a) do
    kept[alias] = true
    redis.call('SET', prefix .. alias, value)
  end
  if before[i] then
    take_back(before[i], kept)
    for _, entry in ipairs(before[i].x) do had[entry[1] .. '\\n' .. entry[2]] = true end
  end
  for _, entry in ipairs(head.x) do
    if not had[entry[1] .. '\\n' .. entry[2]] then
      redis.call('ZADD', prefix .. entry[1], 0, entry[2])
    end
  end
end
for i = plan.writes + 1, plan.writes + plan.deletes do
  if before[i] then
    redis.call('DEL', KEYS[i + 1])
    take_back(before[i], {})
  end
end
for _, refund in ipairs(plan.touched) do
  redis.call('HINCRBY', prefix .. 'epochs', refund, 1)
  redis.call('DEL', prefix .. 'assessment:' .. refund)
end
for _, event in ipairs(plan.events) do
  redis.call('XADD', prefix .. 'events', 'MAXLEN', '~', plan.held, '*',
    'kind', event[1], 'data', event[2])
end
return 'OK'
"""

# KEYS: epochs, assessment; ARGV: refund id, epoch, document, seconds.
CACHE_ASSESSMENT: Final = """
if tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0') ~= tonumber(ARGV[2]) then return 0 end
redis.call('SET', KEYS[2], ARGV[3], 'EX', ARGV[4])
return 1
"""
