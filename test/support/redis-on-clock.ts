/** What a Redis keeps for the lease script: the seats and leases of gateways that share budgets. */
interface Memory {
  run: string;
  wall: number;
  now: number;
  era: number;
  openAt: number;
  strangersUntil: number;
}

interface Seat {
  heardAt: number;
  era: number;
  at: number;
  readonly parts: number;
}

interface Waiting {
  readonly since: number;
  readonly until: number;
  readonly tag: number;
  readonly kept: number;
}

interface Turns {
  now: number;
  readonly finished: Map<string, number>;
}

const maxStepMs = 300;
const missedMs = 1_000;
const forgottenMs = 60_000;
const comesBackMs = 1_000;
const manyTakers = 128;

/**
 * A Redis in this process, whose clock is given: it answers the lease script as `src/budget/lease-script.ts` has it,
 * word for word but in TypeScript, which is a hundred times as fast as running its Lua here. A test holds the two together.
 *
 * @param wallTime its clock, in milliseconds; it may be set
 */
export function createRedisOnClock(wallTime: () => number) {
  let runs = 1;
  let memory: Memory | null = null;
  const seats = new Map<string, Seat>();
  const leases = new Map<string, Map<string, number>>();
  const waiting = new Map<string, Map<string, Waiting>>();
  const turns = new Map<string, Turns>();

  function answer(keys: readonly string[], args: readonly string[]): readonly (number | string)[] {
    const [maxLeaseMs = 0, seatMs = 0, restMs = 0] = args.map(Number);
    const [, , , own = '', ownPartsText, tells] = args;
    const ownParts = Number(ownPartsText);
    const [knownEra, knownWall = 0, knownOpenAt = 0, sinceKnownMs = 0] = args
      .slice(6, 10)
      .map(Number);
    const wall = Math.floor(wallTime());
    const run = `run${runs}`;
    const passedMs = wall - (memory?.wall ?? wall);
    const isLost = memory?.run !== run || passedMs < 0 || passedMs > forgottenMs;
    memory ??= { run, wall, now: wall, era: 0, openAt: 0, strangersUntil: 0 };
    const isMissed = isLost || passedMs >= missedMs;
    let stepMs = isMissed ? 0 : Math.min(passedMs, maxStepMs);
    if (knownEra === memory.era && knownWall === memory.wall)
      stepMs = Math.max(stepMs, sinceKnownMs);
    memory.now += stepMs;
    if (isMissed) memory.era = wall;
    if (isLost) memory.openAt = memory.strangersUntil = memory.now + maxLeaseMs;
    const isKnownOfOld =
      knownOpenAt > 0 && knownOpenAt !== memory.openAt && memory.now < memory.strangersUntil;
    if (isKnownOfOld || (isLost && seats.size > 0)) memory.strangersUntil = memory.openAt + seatMs;
    const { now, era } = memory;

    let held = 0;
    let ownSince: number | null = null;
    const silent: number[] = [];
    for (const [id, seat] of seats) {
      const isConfirmed = seat.era === era && wall - seat.at < restMs;
      if (isLost) Object.assign(seat, { heardAt: now, era: 0, at: 0 });
      if (now - seat.heardAt > seatMs) seats.delete(id);
      else if (id === own) ownSince = isConfirmed ? seat.at : 0;
      else {
        held += 1 / seat.parts;
        if (!isConfirmed) silent.push(seat.parts);
      }
    }

    let isSeated = false;
    if (tells === 'leaves') seats.delete(own);
    else {
      const isClaimed = (tells === 'seated' || tells === 'parted') && isKnownOfOld;
      const isOld = tells === 'new' && knownOpenAt === memory.openAt;
      const mayTake = now >= memory.openAt && (now >= memory.strangersUntil || isOld);
      const isFree = mayTake && held + 1 / ownParts < 1.000001;
      isSeated = ownSince !== null || isClaimed || isFree;
    }
    if (isSeated) {
      held += 1 / ownParts;
      ownSince ??= 0;
      if (tells !== 'parted' && knownEra === era && knownWall <= wall)
        ownSince = Math.max(ownSince, knownWall);
      if (wall - ownSince >= restMs) silent.push(ownParts);
      seats.set(own, { heardAt: now, era, at: ownSince, parts: ownParts });
    }

    Object.assign(memory, { run, wall });
    const { openAt, strangersUntil } = memory;
    const isFull = held + 1 / ownParts > 1.000001;
    const hasSeats = held > 0 || strangersUntil > openAt;
    const head = [openAt, now, era, wall, isSeated ? 3 : isFull ? 2 : hasSeats ? 1 : 0];
    const leasesKey = keys[2];
    if (leasesKey === undefined) return head;

    const [calls = 0, windowMs = 0] = args.slice(10, 12).map(Number);
    const [take = '', ended = ''] = args.slice(12);
    const [freeInMs = 0, unendedMs = 0] = args.slice(14).map(Number);
    let withheld = silent.reduce((sum, parts) => sum + Math.floor(calls / parts), 0);
    if (now < strangersUntil) withheld += Math.floor(calls * Math.max(0, 1 - held) + 0.000001);

    const out = leases.get(leasesKey) ?? new Map<string, number>();
    leases.set(leasesKey, out);
    if (freeInMs > 0) out.set(ended, now + freeInMs + 1);
    else out.delete(ended);
    for (const [id, freeAt] of out) {
      if (freeAt <= now || freeAt >= now + unendedMs + 2) out.delete(id);
    }
    const turn = turns.get(leasesKey) ?? { now: 0, finished: new Map<string, number>() };
    turns.set(leasesKey, turn);
    const [kept = 0, chargeCount = 0] = args.slice(16, 18).map(Number);
    const charged = args.slice(18, 18 + 2 * chargeCount);
    const takers = charged.filter((_, index) => index % 2 === 0);
    const costs = charged.filter((_, index) => index % 2 === 1).map(Number);
    let tags = takers.map((taker) => Math.max(turn.now, turn.finished.get(taker) ?? 0));
    const tag = tags.length > 0 ? Math.min(...tags) : turn.now;
    const line = waiting.get(leasesKey) ?? new Map<string, Waiting>();
    waiting.set(leasesKey, line);
    for (const [id, { until }] of line) if (now > until) line.delete(id);
    const since = line.get(own)?.since ?? now;
    const isAhead = (other: Waiting) =>
      other.kept <= kept && (other.tag < tag || (other.tag === tag && other.since < since));
    const ahead = [...line].filter(([id, other]) => id !== own && isAhead(other)).length;
    const given = take !== '' && openAt <= now && out.size + withheld + ahead + kept < calls;
    if (given) {
      out.set(take, now + unendedMs + 1);
      line.delete(own);
      turn.now = tag;
      tags = tags.map((start, index) => start + (costs[index] ?? 0));
      for (const [index, taker] of takers.entries()) turn.finished.set(taker, tags[index] ?? 0);
      // The one more is the time itself, in the same hash.
      if (turn.finished.size + 1 > manyTakers) {
        const finishes = [...turn.finished.values()].toSorted((a, b) => a - b);
        turn.now = Math.max(turn.now, finishes[Math.ceil(finishes.length / 2) - 1] ?? 0);
        for (const [taker, finish] of turn.finished) {
          if (finish <= turn.now) turn.finished.delete(taker);
        }
      }
    } else if (take !== '' && openAt <= now) {
      withheld += ahead;
      line.set(own, { since, until: now + windowMs + comesBackMs, tag, kept });
    }
    const free = [...out].toSorted(
      ([one, a], [other, b]) => a - b || (one < other ? -1 : one > other ? 1 : 0),
    );
    const integers = [...head, given ? 1 : 0, Math.min(withheld, calls), turn.now, ...tags];
    return [
      ...integers.map(Math.trunc),
      ...free.flatMap(([id, freeAt]) => [Math.trunc(Math.min(freeAt - now, windowMs)), id]),
    ];
  }

  return {
    answer,
    /** Begins again with what it kept on disk, which is all. */
    restart() {
      runs += 1;
    },
    forget() {
      memory = null;
      seats.clear();
      leases.clear();
      waiting.clear();
      turns.clear();
    },
    /** Takers of whom it is kept how far they have come. */
    takers: () => [...turns.values()].reduce((sum, { finished }) => sum + finished.size, 0),
    /** Leases and seats that are kept. */
    size: () => seats.size + [...leases.values()].reduce((sum, { size }) => sum + size, 0),
  };
}
