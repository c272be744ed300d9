import { defineScript } from '@redis/client';

/**
 * The record of leases and seats that gateways share; `docs/design.md` says why it is safe.
 *
 * A lease is a member of the sorted set of its budget, with the time at which it is free again as its score: while
 * its call is under way, the latest time that this can be. Its name tells for whom the call is. A seat is the right of a gateway to go on by its part of
 * the limits when it is cut off: `heard:era:confirmed:parts`. A gateway confirms that Redis answers it by the time of
 * an answer that it had. The part of one that has not lately, which may go by its part before long, is withheld.
 *
 * Whoever was refused a lease stands in the hash of those who wait for one of its budget: `from:till:tag:kept`. Whose turn it
 * is goes by the start tags of takers, as in `turns.ts`: the hash of turns holds how far they have come, in all gateways.
 *
 * Two scales of time, in milliseconds. `wall` is the clock of Redis, which may be set. `now` never passes more quickly
 * than time does, since it makes no long steps but those that a gateway's own clock confirms: leases and seats end by it.
 * Wherever something may have been missed, a new era begins, in which no confirmation of an older one counts.
 *
 * It writes each time, since a Redis that is only read cannot keep leases: gateways have to notice.
 */
const source = `
local stateKey, seatsKey, leasesKey, waitingKey, turnsKey = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local maxLeaseMs, seatMs, restMs = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local own, ownParts, tells = ARGV[4], tonumber(ARGV[5]), ARGV[6]
local knownEra, knownWall = tonumber(ARGV[7]), tonumber(ARGV[8])
local knownOpenAt, sinceKnownMs = tonumber(ARGV[9]), tonumber(ARGV[10])
local maxStepMs, missedMs, forgottenMs, comesBackMs, manyTakers = 300, 1000, 60000, 1000, 128

local time = redis.call('TIME')
local wall = time[1] * 1000 + math.floor(time[2] / 1000)
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local state = redis.call('HMGET', stateKey, 'run', 'wall', 'now', 'era', 'openAt', 'strangersUntil')
local now, era, openAt, strangersUntil = tonumber(state[3]), tonumber(state[4]), tonumber(state[5]), tonumber(state[6])
local wallBefore = tonumber(state[2]) or wall
local passedMs = wall - wallBefore
-- After a long silence the leases may have expired, too.
local isLost = state[1] ~= run or not now or passedMs < 0 or passedMs > forgottenMs
local isMissed = isLost or passedMs >= missedMs
local stepMs = isMissed and 0 or math.min(passedMs, maxStepMs)
-- What has passed by the clock of a gateway since the message before this one has passed, however long it was.
if knownEra == era and knownWall == wallBefore then stepMs = math.max(stepMs, sinceKnownMs) end
now = now and now + stepMs or wall
if isMissed then era = wall end

local seats = redis.call('HGETALL', seatsKey)
if isLost then openAt, strangersUntil = now + maxLeaseMs, now + maxLeaseMs end
-- Whoever had a seat and is cut off is a stranger to a Redis that has forgotten it. That there may be some is told by
-- what it still knows, and by those who have known it before.
local isKnownOfOld = knownOpenAt > 0 and knownOpenAt ~= openAt and now < strangersUntil
if isKnownOfOld or isLost and #seats > 0 then strangersUntil = openAt + seatMs end

local held, silent, ownSince = 0, {}, nil
for i = 1, #seats, 2 do
  local heardAt, seatEra, seatAt, parts = string.match(seats[i + 1], '(%d+):(%d+):(%d+):(%d+)')
  if isLost then
    heardAt = now
    redis.call('HSET', seatsKey, seats[i], string.format('%.0f:0:0:%s', now, parts))
  end
  local isConfirmed = tonumber(seatEra) == era and wall - seatAt < restMs
  if now - heardAt > seatMs then redis.call('HDEL', seatsKey, seats[i])
  elseif seats[i] == own then ownSince = isConfirmed and tonumber(seatAt) or 0
  else
    held = held + 1 / parts
    if not isConfirmed then silent[#silent + 1] = tonumber(parts) end
  end
end

local isSeated = false
if tells == 'leaves' then redis.call('HDEL', seatsKey, own)
else
  -- As long as there may be strangers, only those take a seat who were there when it was forgotten, without one.
  local mayTake = now >= openAt and (now >= strangersUntil or tells == 'new' and knownOpenAt == openAt)
  local isFree = mayTake and held + 1 / ownParts < 1.000001
  isSeated = ownSince ~= nil or (tells == 'seated' or tells == 'parted') and isKnownOfOld or isFree
end
if isSeated then
  held = held + 1 / ownParts
  ownSince = ownSince or 0
  if tells ~= 'parted' and knownEra == era and knownWall <= wall then ownSince = math.max(ownSince, knownWall) end
  if wall - ownSince >= restMs then silent[#silent + 1] = ownParts end
  redis.call('HSET', seatsKey, own, string.format('%.0f:%.0f:%.0f:%d', now, era, ownSince, ownParts))
end

redis.call('HSET', stateKey, 'run', run, 'wall', wall, 'now', now, 'era', era,
  'openAt', openAt, 'strangersUntil', strangersUntil)
local who = isSeated and 3 or held + 1 / ownParts > 1.000001 and 2 or (held > 0 or strangersUntil > openAt) and 1 or 0
local reply = { openAt, now, era, wall, who }
if not leasesKey then return reply end

local calls, windowMs, take = tonumber(ARGV[11]), tonumber(ARGV[12]), ARGV[13]
local ended, freeInMs, unendedMs = ARGV[14], tonumber(ARGV[15]), tonumber(ARGV[16])
local withheld = 0
for _, parts in ipairs(silent) do withheld = withheld + math.floor(calls / parts) end
if now < strangersUntil then withheld = withheld + math.floor(calls * math.max(0, 1 - held) + 0.000001) end

-- A millisecond more, since the part of the present one that has passed is not counted.
if freeInMs > 0 then redis.call('ZADD', leasesKey, now + freeInMs + 1, ended)
elseif ended ~= '' then redis.call('ZREM', leasesKey, ended) end
redis.call('ZREMRANGEBYSCORE', leasesKey, '-inf', now)
redis.call('ZREMRANGEBYSCORE', leasesKey, now + unendedMs + 2, '+inf')
local turn, tags, tag = tonumber(redis.call('HGET', turnsKey, 'now')) or 0, {}, nil
local kept = tonumber(ARGV[17]) or 0
local lastCharge = 18 + 2 * (tonumber(ARGV[18]) or 0)
for i = 19, lastCharge, 2 do
  local start = math.max(turn, tonumber(redis.call('HGET', turnsKey, ARGV[i])) or 0)
  tags[#tags + 1], tag = start, math.min(tag or start, start)
end
tag = tag or turn
-- Whoever was refused goes before those who ask later and whose turn is not earlier, as long as it may come back: else
-- who is far from Redis would come too late for whatever is free. Who leaves more free leases to others does not want these.
local waiting, since, asked = redis.call('HGETALL', waitingKey), now, {}
for i = 1, #waiting, 2 do
  local from, till, turnOf, keptBy = string.match(waiting[i + 1], '(%d+):(%d+):(%d+):?(%d*)')
  if now > tonumber(till) then redis.call('HDEL', waitingKey, waiting[i])
  elseif waiting[i] == own then since = tonumber(from)
  elseif (tonumber(keptBy) or 0) <= kept then asked[#asked + 1] = { tonumber(turnOf), tonumber(from) } end
end
local ahead = 0
for _, other in ipairs(asked) do
  if other[1] < tag or other[1] == tag and other[2] < since then ahead = ahead + 1 end
end
local given = take ~= '' and openAt <= now and redis.call('ZCARD', leasesKey) + withheld + ahead + kept < calls
if given then
  redis.call('ZADD', leasesKey, now + unendedMs + 1, take)
  redis.call('HDEL', waitingKey, own)
  turn = tag
  redis.call('HSET', turnsKey, 'now', string.format('%.0f', turn))
  for i, start in ipairs(tags) do
    tags[i] = start + tonumber(ARGV[18 + 2 * i])
    redis.call('HSET', turnsKey, ARGV[17 + 2 * i], string.format('%.0f', tags[i]))
  end
  -- Who is behind the others has nothing that need be remembered. Time moves on to where half of them are: who comes but
  -- once never has it move, and all who ever came would be kept.
  if redis.call('HLEN', turnsKey) > manyTakers then
    local all, finishes = redis.call('HGETALL', turnsKey), {}
    for i = 1, #all, 2 do
      if all[i] ~= 'now' then finishes[#finishes + 1] = tonumber(all[i + 1]) end
    end
    table.sort(finishes)
    turn = math.max(turn, finishes[math.ceil(#finishes / 2)])
    redis.call('HSET', turnsKey, 'now', string.format('%.0f', turn))
    for i = 1, #all, 2 do
      if all[i] ~= 'now' and tonumber(all[i + 1]) <= turn then redis.call('HDEL', turnsKey, all[i]) end
    end
  end
elseif take ~= '' and openAt <= now then
  withheld = withheld + ahead
  redis.call('HSET', waitingKey, own, string.format('%.0f:%.0f:%.0f:%d', since, now + windowMs + comesBackMs, tag, kept))
end
redis.call('PEXPIRE', leasesKey, 10 * forgottenMs)
redis.call('PEXPIRE', waitingKey, 10 * forgottenMs)
redis.call('PEXPIRE', turnsKey, 10 * forgottenMs)

reply[6], reply[7] = given and 1 or 0, math.min(withheld, calls)
reply[8] = turn
for _, finish in ipairs(tags) do reply[#reply + 1] = finish end
local leases = redis.call('ZRANGE', leasesKey, 0, -1, 'WITHSCORES')
for i = 2, #leases, 2 do
  reply[#reply + 1] = math.min(leases[i] - now, windowMs)
  reply[#reply + 1] = leases[i - 1]
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
