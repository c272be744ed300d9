import type { Redis } from '../../src/budget/redis.ts';
import type { Draw } from '../bench/draws.ts';
import type { SimulatedProcess, WorldClock } from './world-clock.ts';

type Span = readonly [min: number, max: number];

/** The way of one process to Redis, over one connection at a time. */
export interface Link extends Redis {
  /** Nothing passes for so many milliseconds. */
  cut(ms: number): void;
  /** One-way delays in milliseconds, for so long. */
  slow(delays: Span, ms: number): void;
  isCut(): boolean;
  heal(): void;
}

interface Connection {
  /** Whether it is open by now; it is tried until it is. */
  isReady: boolean;
  isDropped: boolean;
  /** When the latest arrives of what is on its way: nothing is overtaken. */
  arrivesAt: number;
  /** Rejects what is not answered yet. */
  readonly refuse: Set<() => void>;
}

export interface LinkParts {
  readonly world: WorldClock;
  readonly draw: Draw;
  readonly answer: (keys: readonly string[], args: readonly string[]) => unknown;
  /** Whether Redis is there. */
  readonly isUp: () => boolean;
}

const fairMs: Span = [0.2, 2];
const connectEveryMs = 100;

export function createLink(process: SimulatedProcess, parts: LinkParts): Link {
  const { world, draw, answer, isUp } = parts;
  let delays = fairMs;
  let isCut = false;
  /** What has not passed since the way was cut. It is sent again and again, for as long as there is a connection. */
  const held: { readonly over: Connection; readonly task: () => void }[] = [];
  let connection = connect();

  function connect(): Connection {
    const made: Connection = { isReady: false, isDropped: false, arrivesAt: 0, refuse: new Set() };
    function attempt(): void {
      if (made.isDropped || process.isDead()) return;
      made.isReady = !isCut && isUp();
      if (!made.isReady) world.after(connectEveryMs, attempt);
    }
    world.after(draw() * connectEveryMs, attempt);
    return made;
  }

  function pass(over: Connection, task: () => void): void {
    const [min, max] = delays;
    over.arrivesAt = Math.max(over.arrivesAt, world.now() + min + draw() * (max - min));
    world.after(over.arrivesAt - world.now(), () => {
      if (isCut) held.push({ over, task });
      else task();
    });
  }

  function drop(): void {
    connection.isDropped = true;
    for (const refuse of connection.refuse) process.deliver(refuse);
  }

  function heal(): void {
    isCut = false;
    for (const { over, task } of held.splice(0)) if (!over.isDropped) task();
  }

  return {
    isCut: () => isCut,
    async run(keys, args) {
      const own = connection;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const refuse = () => reject(new Error('no connection'));
      if (process.isDead()) return promise;
      if (!own.isReady || own.isDropped) {
        refuse();
        return promise;
      }
      own.refuse.add(refuse);
      pass(own, () => {
        if (!isUp()) return;
        const reply = answer(keys, args);
        pass(own, () => {
          own.refuse.delete(refuse);
          if (!own.isDropped) process.deliver(() => resolve(reply));
        });
      });
      return promise;
    },
    reconnect() {
      drop();
      connection = connect();
    },
    close: drop,
    cut(ms) {
      isCut = true;
      world.after(ms, heal);
    },
    slow(span, ms) {
      delays = span;
      world.after(ms, () => {
        delays = fairMs;
      });
    },
    heal() {
      delays = fairMs;
      heal();
    },
  };
}
