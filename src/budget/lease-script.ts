import { defineScript } from '@redis/client';

/**
 * Keeps the leases of all gateways, by the clock of Redis. A lease is a member of the sorted set of its
 * budget, with the time at which it is free again as its score: while its call is under way, the latest
 * time that this can be.
 *
 * Redis forgets: it restarts, fails over, is flushed, or its clock is set. Gateways that do not reach it go by
 * their own shares after a while. So whenever it may not know of a lease, because it does not remember, was
 * asked by nobody for some time, or a gateway returns from its part, it gives none until all have ended.
 *
 * It writes each time, since a Redis that is only read cannot keep leases: gateways have to notice.
 */
const source = `
local stateKey, leasesKey = KEYS[1], KEYS[2]
local longestMs, absentMs, returning = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1'

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local state = redis.call('HMGET', stateKey, 'run', 'openAt', 'seenAt')
local openAt, seenAt = tonumber(state[2]), tonumber(state[3])
local isLost = state[1] ~= run or now < seenAt or now - seenAt > absentMs
if isLost or returning then openAt = now + longestMs end
redis.call('HSET', stateKey, 'run', run, 'openAt', openAt, 'seenAt', now)
local reply = { math.max(0, openAt - now) }
if not leasesKey then return reply end

local calls, windowMs, take = tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
local ended, freeInMs = ARGV[7], tonumber(ARGV[8])
-- A millisecond more, since the part of the present one that has passed is not counted.
if freeInMs > 0 then redis.call('ZADD', leasesKey, now + freeInMs + 1, ended)
elseif ended ~= '' then redis.call('ZREM', leasesKey, ended) end
redis.call('ZREMRANGEBYSCORE', leasesKey, '-inf', now)
redis.call('ZREMRANGEBYSCORE', leasesKey, now + longestMs + 2, '+inf')
local given = take ~= '' and openAt <= now and redis.call('ZCARD', leasesKey) < calls
if given then redis.call('ZADD', leasesKey, now + longestMs + 1, take) end
redis.call('PEXPIRE', leasesKey, longestMs + windowMs)

reply[2] = given and 1 or 0
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
