import { defineScript } from '@redis/client';

/**
 * Keeps the leases of all gateways, by the clock of Redis. A lease is a member of the sorted set of its
 * budget, with the time at which it is free again as its score: while its call is under way, the latest
 * time that this can be.
 *
 * Redis forgets: it restarts, fails over, is flushed. Then no lease is given for a while, in which every
 * gateway tells the leases that it holds; likewise when a gateway returns that went by its own share.
 */
const source = `
local stateKey, leasesKey = KEYS[1], KEYS[2]
local graceMs, returning, take = tonumber(ARGV[1]), ARGV[2] == '1', ARGV[3]
local calls, windowMs, longestMs = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local state = redis.call('HMGET', stateKey, 'run', 'epoch', 'openAt')
local epoch, openAt = state[2], tonumber(state[3])
if state[1] ~= run then epoch = run .. '/' .. now end
if state[1] ~= run or returning then
  openAt = now + graceMs
  redis.call('HSET', stateKey, 'run', run, 'epoch', epoch, 'openAt', openAt)
end
local reply = { epoch, math.max(0, openAt - now) }
if not leasesKey then return reply end

-- A millisecond more, since the part of the present one that has passed is not counted.
for i = 7, #ARGV, 2 do
  local freeInMs = tonumber(ARGV[i + 1])
  if freeInMs > 0 then redis.call('ZADD', leasesKey, now + freeInMs + 1, ARGV[i])
  else redis.call('ZREM', leasesKey, ARGV[i]) end
end
redis.call('ZREMRANGEBYSCORE', leasesKey, '-inf', now)
local given = take ~= '' and openAt <= now and redis.call('ZCARD', leasesKey) < calls
if given then redis.call('ZADD', leasesKey, now + longestMs + 1, take) end
redis.call('PEXPIRE', leasesKey, longestMs + windowMs)

reply[3] = given and 1 or 0
local leases = redis.call('ZRANGE', leasesKey, 0, -1, 'WITHSCORES')
for i = 2, #leases, 2 do
  reply[#reply + 1] = math.min(leases[i] - now, windowMs)
end
return reply
`;

export const leaseScript = defineScript({
  SCRIPT: source,
  parseCommand(parser, keys: readonly string[], args: readonly string[]) {
    parser.pushKeysLength([...keys]);
    parser.push(...args);
  },
  transformReply: (reply: unknown) => reply,
});
