import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from '../../src/budget/redis.ts';
import { systemClock as clock } from '../../src/time/clock.ts';

export type StallingProcess = ReturnType<typeof createStallingProcess>;

/** A process that can be stopped: its timers wait, and what comes from Redis is not read. */
export function createStallingProcess() {
  let going = Promise.resolve();
  let goOn = () => {};
  return {
    clock: {
      ...clock,
      after: (ms: number, task: () => void) => clock.after(ms, () => void going.then(task)),
    },
    of: (redis: Redis): Redis => ({
      ...redis,
      async run(keys, args) {
        const reply = await redis.run(keys, args);
        // Timers come before what was read.
        await going.then(() => pause(0));
        return reply;
      },
    }),
    stall() {
      going = new Promise((resolve) => {
        goOn = resolve;
      });
    },
    goOn: () => goOn(),
  };
}
