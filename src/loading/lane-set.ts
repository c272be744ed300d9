import type { Endpoint } from '../endpoints/declare.ts';
import type { Clock } from '../time/clock.ts';
import { createLane, type Lane } from './lane.ts';
import { laneId, type LaneSpec } from './lane-spec.ts';

/** Lanes without keys and young answers are looked for at most this often. */
const sweepEveryMs = 1_000;

/** The lanes of one budget. Clients choose their contexts, so a lane is forgotten once it holds nothing. */
export interface LaneSet {
  laneOf(spec: LaneSpec): OpenLane;
  /** Forgets a lane at once if it holds nothing, as after a refusal. */
  release(spec: LaneSpec): void;
  /** The lane whose turn is next; undefined when nothing is to be sent. */
  next(): OpenLane | undefined;
  /** Calls that the waiting keys need whose turn is not after `turn`. Default: all. */
  calls(turn?: number): number;
  /** Keys that wait to be sent. */
  waiting(): number;
  /** Uses no answer again that has been read or asked for so far. */
  forget(): void;
}

export interface OpenLane {
  readonly lane: Lane;
  readonly spec: LaneSpec;
}

/** @param keepMs for how long answers are kept for the queries to come */
export function createLaneSet(endpoint: Endpoint, clock: Clock, keepMs: number): LaneSet {
  const lanes = new Map<string, OpenLane>();
  let sweepIsDue = false;

  function sweepLater(): void {
    if (sweepIsDue) return;
    sweepIsDue = true;
    clock.after(Math.max(keepMs, sweepEveryMs), () => {
      sweepIsDue = false;
      for (const [id, { lane }] of lanes) {
        lane.sweep(keepMs);
        if (lane.isEmpty()) lanes.delete(id);
      }
      if (lanes.size > 0) sweepLater();
    });
  }

  function sum(count: (lane: Lane) => number): number {
    let total = 0;
    for (const { lane } of lanes.values()) total += count(lane);
    return total;
  }

  return {
    laneOf(spec) {
      const id = laneId(spec);
      const open = lanes.get(id) ?? { spec, lane: createLane(endpoint, spec.by, clock) };
      lanes.set(id, open);
      sweepLater();
      return open;
    },
    release(spec) {
      const id = laneId(spec);
      if (lanes.get(id)?.lane.isEmpty()) lanes.delete(id);
    },
    next() {
      let first: OpenLane | undefined;
      let earliest = Infinity;
      for (const open of lanes.values()) {
        const turn = open.lane.nextTurn() ?? Infinity;
        if (turn < earliest) [first, earliest] = [open, turn];
      }
      return first;
    },
    calls: (turn = Infinity) => sum((lane) => lane.calls((ask) => ask.turn <= turn)),
    waiting: () => sum((lane) => lane.waiting()),
    forget() {
      for (const { lane } of lanes.values()) lane.forget();
    },
  };
}
