import { type Draw, drawOne } from '../bench/draws.ts';
import type { AccountFacts } from '../bench/expectations.ts';
import type { Checks } from './checks.ts';
import type { Visit } from './clients.ts';
import type { Group } from './fleet.ts';
import type { RunningGateway } from './gateways.ts';
import { budgetsQuery, drawRequest, plain, post, sideBySide } from './requests.ts';
import type { Weather } from './weather.ts';
import type { WorldClock } from './world-clock.ts';

export interface PhaseParts {
  readonly world: WorldClock;
  readonly checks: Checks;
  readonly draw: Draw;
  readonly weather: Weather;
  readonly groups: readonly Group[];
  readonly facts: readonly AccountFacts[];
  readonly visit: Visit;
}

/** So many requests a second, for so many milliseconds at most; the last is about ten times what can be answered. */
const loads = [
  { perSecond: 0.2, mostMs: 120_000 },
  { perSecond: 2, mostMs: 60_000 },
  { perSecond: 2, mostMs: 60_000 },
  { perSecond: 10, mostMs: 40_000 },
  { perSecond: 30, mostMs: 20_000 },
  { perSecond: 300, mostMs: 4_000 },
];
const leavingShare = 0.08;
const longestStayMs = 2_000;
const burstShare = 0.2;
const mostInBurst = 150;
/** How likely each is to happen in a phase. */
const incidentShare = 0.15;
const longestPauseMs = 8_000;
/** Between two times at which all is well and looked at. */
const phasesBetween = 10;
/** Whatever went wrong before is over by then: trouble with Redis, then a longest lease, then a seat. */
const calmMs = 100_000;
const answeredWithinMs = 2_000;

/** What happens one after the other: load and faults, and then a calm in which everything has to be as it was. */
export function createPhases(parts: PhaseParts): { run(): Promise<never> } {
  const { world, checks, draw, weather, groups, facts, visit } = parts;
  const pass = (ms: number) => new Promise<void>((resolve) => void world.after(ms, resolve));

  const factsOf = (group: Group) => {
    const ids = group.accountIds();
    return ids.flatMap((id) => facts.find(({ accountId }) => accountId === id) ?? []);
  };

  function comeOne(): void {
    const group = drawOne(groups, draw);
    const gateway = group && drawOne(group.running(), draw);
    if (!gateway) return;
    const drawn = drawRequest(factsOf(group), draw);
    if (draw() >= leavingShare) void visit(gateway, group.accountIds(), drawn);
    else {
      const leaving = new AbortController();
      world.after(draw() * longestStayMs, () => leaving.abort());
      void visit(gateway, group.accountIds(), drawn, leaving.signal);
    }
  }

  function pauseOne(group: Group): void {
    const process = drawOne(group.running(), draw)?.process;
    process?.pause();
    world.after(draw() * longestPauseMs, () => process?.resume());
  }

  function incidents(ms: number): void {
    const kinds = [
      (group: Group) => group.rotate(),
      (group: Group) => group.removeForAWhile(),
      (group: Group) => group.restart(),
      (group: Group) => group.troubleRedis(),
      (group: Group) => group.troubleRedis(),
      pauseOne,
    ];
    for (const happen of kinds) {
      const group = drawOne(groups, draw);
      if (draw() >= incidentShare || !group) continue;
      checks.counts.faults += 1;
      world.after(draw() * ms, () => happen(group));
    }
  }

  async function phase(): Promise<void> {
    const { perSecond, mostMs } = drawOne(loads, draw) ?? { perSecond: 1, mostMs: 1_000 };
    const lastsMs = mostMs * (0.2 + 0.8 * draw());
    const until = world.now() + lastsMs;
    checks.counts.faults += weather.change(lastsMs);
    incidents(lastsMs);
    if (draw() < burstShare) for (let left = draw() * mostInBurst; left > 0; left -= 1) comeOne();
    while (world.now() < until) {
      await pass((-Math.log(1 - draw()) * 1_000) / perSecond);
      comeOne();
    }
  }

  /** Nothing is left of what was, and everything is answered. */
  async function lookAt(gateway: RunningGateway, group: Group): Promise<void> {
    const timers = gateway.process.timers();
    // Whoever shares a Redis looks after it all the time, and waits for its answer.
    // And for a quarter of an hour there is one that lets go of what nobody asks for any more.
    const most = 1 + (group.isSharing ? 2 : 0);
    if (timers > most) checks.violated(`${timers} timers are left where nothing is done`);
    const none = new AbortController().signal;
    const budgets = gateway.request(post(budgetsQuery), none);
    const text = (await budgets)?.text ?? '';
    // Of what is shared, it tells what it heard at its latest call.
    const used = group.isSharing ? /"waiting":[1-9]/ : /"(?:waiting|inUse)":[1-9]/;
    if (used.test(text)) checks.violated(`something waits on: ${text}`);
    for (const own of factsOf(group)) await getsRight(gateway, group, sideBySide([own], draw));
    for (let left = 3; left > 0; left -= 1) {
      await getsRight(gateway, group, plain(factsOf(group), draw));
    }
  }

  async function getsRight(
    gateway: RunningGateway,
    group: Group,
    drawn: ReturnType<typeof plain>,
  ): Promise<void> {
    const askedAt = world.now();
    const { isRight, text } = await visit(gateway, group.accountIds(), drawn);
    const tookMs = world.now() - askedAt;
    if (!isRight || tookMs > answeredWithinMs) {
      checks.violated(`in the calm, an answer took ${tookMs} ms: ${text}`);
    }
  }

  async function calm(): Promise<void> {
    weather.clear();
    for (const group of groups) group.heal();
    await pass(calmMs);
    for (const group of groups) {
      for (const gateway of group.running()) await lookAt(gateway, group);
      if (group.running().length === 0) checks.violated('a gateway is not back');
    }
  }

  return {
    async run() {
      for (;;) {
        for (let left = phasesBetween; left > 0; left -= 1) await phase();
        await calm();
      }
    },
  };
}
