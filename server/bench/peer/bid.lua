-- One bid, decided atomically by Redis: idempotent, registered bidders only, at or above the ask, never over oneself.
-- KEYS: lot, decided ids, bidders, counter, log.  ARGV: id, bidder, amount, now, step.
local first = redis.call('HGET', KEYS[2], ARGV[1])
if first then return cjson.decode(first) end
local amount = tonumber(ARGV[3])
local lot = redis.call('HMGET', KEYS[1], 'ask', 'leader', 'status')
local ask = tonumber(lot[1])
local reason = ''
if not ask then reason = 'unknown-lot'
elseif redis.call('SISMEMBER', KEYS[3], ARGV[2]) == 0 then reason = 'not-registered'
elseif lot[3] ~= 'open' then reason = 'closed'
elseif lot[2] == ARGV[2] then reason = 'already-leading'
elseif amount < ask then reason = 'below-ask' end
local seq = redis.call('INCR', KEYS[4])
if reason == '' then
  ask = amount + tonumber(ARGV[5])
  redis.call('HSET', KEYS[1], 'price', ARGV[3], 'ask', ask, 'leader', ARGV[2])
end
local decision = { reason, seq, ask or 0 }
redis.call('HSET', KEYS[2], ARGV[1], cjson.encode(decision))
redis.call('XADD', KEYS[5], '*', 'seq', seq, 'at', ARGV[4], 'id', ARGV[1], 'lot', KEYS[1], 'bidder', ARGV[2], 'amount', ARGV[3], 'reason', reason)
return decision
