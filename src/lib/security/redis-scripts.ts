/**
 * The Lua that runs inside Redis: the counters of memory-window.ts, packed into one string a key.
 *
 * A value is `<d last bucket><I4 total><I4 units of the last bucket>`, then for each older bucket that holds something
 * `<I2 bucket mod 65536><I4 units>`, oldest first: 16 bytes, and 6 for each older bucket. Time is Redis's own, in whole
 * milliseconds; scripts replicate by their effects, so replicas store the same.
 */
import { createHash } from 'node:crypto';

export interface Script {
  lua: string;
  sha: string;
}

const script = (lua: string): Script => ({ lua, sha: createHash('sha1').update(lua).digest('hex') });

/**
 * What every script that touches counters begins with: `load` moves a key on to now, `save` writes it back. A key whose current bucket
 * is the one it was written in keeps its older buckets packed (`raw`), and only its first 16 bytes are written again.
 */
const WINDOW = `
local unpack, pack, sub, floor, call = struct.unpack, struct.pack, string.sub, math.floor, redis.call
local clock = call('TIME')
local now = clock[1] * 1000 + floor(clock[2] / 1000)
local total, last, count, older, first, raw, width, span, expiry = {}, {}, {}, {}, {}, {}, {}, {}, {}

local function load(k, buckets, w)
  local value, bucket = call('GET', KEYS[k]), floor(now / w)
  width[k], span[k] = w, buckets + 1
  if value then
    local l, t, c = unpack('<dI4I4', value)
    if bucket <= l then
      total[k], last[k], count[k], raw[k] = t, l, c, value
      if #value > 16 then first[k] = l - (l - unpack('<I2', value, 17)) % 65536 else first[k] = l end
      return
    end
    if bucket - l <= buckets then
      local at, size, b = 17, #value, nil
      while at <= size do
        local units
        b, units = unpack('<I2I4', value, at)
        if (bucket - b) % 65536 <= buckets then break end
        t, at, b = t - units, at + 6, nil
      end
      local o = at <= size and sub(value, at) or ''
      if c > 0 then o = o .. pack('<I2I4', l % 65536, c) end
      total[k], last[k], count[k], older[k] = t, bucket, 0, o
      first[k] = b and bucket - (bucket - b) % 65536 or c > 0 and l or bucket
      return
    end
  end
  total[k], last[k], count[k], older[k], first[k] = 0, bucket, 0, '', bucket
end

local function olderOf(k)
  return older[k] or sub(raw[k], 17)
end

local function save(k)
  if total[k] == 0 then return call('DEL', KEYS[k]) end
  local head = pack('<dI4I4', last[k], total[k], count[k])
  if not older[k] then return call('SETRANGE', KEYS[k], '0', head) end
  local ms = (last[k] + span[k]) * width[k] - now
  local text = expiry[ms]
  if not text then
    text = string.format('%.0f', ms)
    expiry[ms] = text
  end
  call('SET', KEYS[k], head .. older[k], 'PX', text)
end
`;

/**
 * KEYS: the group's state (when ARGV[1] is not empty), then counters. ARGV[1]: the epoch the caller knows. ARGV[2]: decisions,
 * each `<B limits, +128 only to look>` and for each limit `<I2 index of its key><I2 rule, from 1>`. ARGV[3]: rules, each
 * `<I2 buckets><I4 width ms><I4 limit><I4 cost>`. Answers an empty string when the epoch is another one, else `<d now>` and for each limit
 * `<i4 remaining, −1 − remaining when it refuses><I4 ms>`.
 */
export const CONSUME = script(`
if ARGV[1] ~= '' and redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return '' end
${WINDOW}
local function waitOf(k, rule)
  local w, b, limit, cost = width[k], span[k], rule[3], rule[4]
  if cost > limit then return b * w end
  local excess, o, l = total[k] + cost - limit, olderOf(k), last[k]
  for q = 1, #o, 6 do
    local bucket, units = unpack('<I2I4', o, q)
    excess = excess - units
    if excess <= 0 then return (l - (l - bucket) % 65536 + b) * w - now end
  end
  return (l + b) * w - now
end

local input = ARGV[2]
local size, rules, answers, n, changed = #input, {}, { pack('<d', now) }, 1, {}
for i = 1, #ARGV[3] / 14 do rules[i] = { unpack('<I2I4I4I4', ARGV[3], i * 14 - 13) } end
local at = 1
local ks, rs = {}, {}
while at <= size do
  local limits = string.byte(input, at)
  local take = limits < 128
  if not take then limits = limits - 128 end
  at = at + 1
  local fits = true
  for i = 1, limits do
    local k, r = unpack('<I2I2', input, at)
    at = at + 4
    local rule = rules[r]
    if not total[k] then load(k, rule[1], rule[2]) end
    if total[k] + rule[4] > rule[3] then fits = false end
    ks[i], rs[i] = k, rule
  end
  for i = 1, limits do
    local k, rule = ks[i], rs[i]
    local units, limit, cost = total[k], rule[3], rule[4]
    n = n + 1
    if units + cost > limit then
      answers[n] = pack('<i4I4', units < limit and units - limit - 1 or -1, waitOf(k, rule))
    else
      if fits and take and cost > 0 then
        units = units + cost
        total[k], count[k], changed[k] = units, count[k] + cost, true
      end
      answers[n] = pack('<i4I4', limit - units, units > 0 and (first[k] + span[k]) * width[k] - now or 0)
    end
  end
end
for k in pairs(changed) do save(k) end
return table.concat(answers)
`);

/** KEYS[1]: a counter. ARGV: buckets, width ms, units to add (below 0: to give back, oldest first). */
export const SETTLE = script(`
${WINDOW}
load(1, tonumber(ARGV[1]), tonumber(ARGV[2]))
local units = tonumber(ARGV[3])
if units >= 0 then
  total[1], count[1] = total[1] + units, count[1] + units
else
  local left = math.min(-units, total[1])
  total[1] = total[1] - left
  local o = olderOf(1)
  while left > 0 and o ~= '' do
    local b, c = unpack('<I2I4', o)
    local taken = math.min(left, c)
    left = left - taken
    o = (c > taken and pack('<I2I4', b, c - taken) or '') .. sub(o, 7)
  end
  older[1], count[1] = o, count[1] - left
end
save(1)
return total[1]
`);

/**
 * Adds what instances admitted and Redis does not know. KEYS and ARGV[1] as for consuming; ARGV[2]: for each key
 * `<I2 index><I2 buckets><I4 width ms><I2 entries>` and that many `<d bucket><I4 units>`. Answers 0 when the epoch is another one.
 */
export const MERGE = script(`
if ARGV[1] ~= '' and redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return 0 end
${WINDOW}
local input, at = ARGV[2], 1
while at <= #input do
  local k, buckets, w, entries = unpack('<I2I2I4I2', input, at)
  at = at + 10
  load(k, buckets, w)
  local units = { [last[k]] = count[k] }
  local o = olderOf(k)
  for q = 1, #o, 6 do
    local b, c = unpack('<I2I4', o, q)
    units[last[k] - (last[k] - b) % 65536] = c
  end
  for _ = 1, entries do
    local b, c = unpack('<dI4', input, at)
    at = at + 12
    if b > last[k] then b = last[k] end
    if last[k] - b <= buckets then
      units[b] = (units[b] or 0) + c
      total[k] = total[k] + c
    end
  end
  local order, parts = {}, {}
  for b in pairs(units) do if b < last[k] then order[#order + 1] = b end end
  table.sort(order)
  for i = 1, #order do parts[i] = pack('<I2I4', order[i] % 65536, units[order[i]]) end
  older[k], count[k] = table.concat(parts), units[last[k]]
  save(k)
end
return 1
`);

/**
 * An instance says that it is there. KEYS[1]: the group's state, a hash: epoch, born (ms), need, resets, `i:<instance>` last seen (ms),
 * `j:<instance>` for those that have given their ledgers back. ARGV: instance, an id for a new epoch, instances it has seen (0: none,
 * it is new), whether it has given its ledger back to the epoch in ARGV[5], ms until an instance counts as gone, ms to keep it all.
 * Answers {epoch, born, now, joined, need, instances, resets}.
 */
export const HELLO = script(`
local key, me, known = KEYS[1], ARGV[1], tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local state, flat = {}, redis.call('HGETALL', key)
for i = 1, #flat, 2 do state[flat[i]] = flat[i + 1] end
if not state.epoch then
  state.epoch, state.born, state.need, state.resets = ARGV[2], now, '0', '0'
  redis.call('HSET', key, 'epoch', ARGV[2], 'born', now, 'need', 0, 'resets', 0)
end
if ARGV[5] ~= state.epoch and known > tonumber(state.need) then
  state.need = known
  redis.call('HSET', key, 'need', known)
end
redis.call('HSET', key, 'i:' .. me, now)
state['i:' .. me] = now
if ARGV[4] == '1' and ARGV[5] == state.epoch and not state['j:' .. me] then
  redis.call('HSET', key, 'j:' .. me, 1)
  state['j:' .. me] = 1
end
local instances, joined = 0, 0
for field, value in pairs(state) do
  if string.sub(field, 1, 2) == 'i:' then
    if now - tonumber(value) > tonumber(ARGV[6]) then
      redis.call('HDEL', key, field, 'j:' .. string.sub(field, 3))
    else
      instances = instances + 1
    end
  elseif string.sub(field, 1, 2) == 'j:' then
    joined = joined + 1
  end
end
local need = tonumber(state.need)
if need > 0 and joined >= need then redis.call('HSET', key, 'need', 0) end
redis.call('PEXPIRE', key, ARGV[7])
return { state.epoch, tonumber(state.born), now, joined, need, instances, tonumber(state.resets) }
`);

/** KEYS[1]: the group's state. ARGV[1]: an instance that leaves. */
export const GOODBYE = script(`return redis.call('HDEL', KEYS[1], 'i:' .. ARGV[1])`);

/** KEYS[1]: the group's state. Tells every instance that refusals it remembers may be wrong. */
export const FORGET = script(`return redis.call('HINCRBY', KEYS[1], 'resets', 1)`);

export const SCRIPTS = [CONSUME, SETTLE, MERGE, HELLO, GOODBYE, FORGET];
