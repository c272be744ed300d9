import { declarations } from '../../src/endpoints/endpoints.ts';
import type { SimulatedCall } from '../../src/simulator/exchange.ts';
import { createCanaries } from '../support/canaries.ts';
import type { WorldClock } from './world-clock.ts';

/** What must never be, and has been seen all the same. */
class Violation extends Error {
  override readonly name = 'Violation';
}

/** What was counted so far. */
export interface Counts {
  queries: number;
  right: number;
  hostile: number;
  left: number;
  calls: number;
  faults: number;
}

/** Timers that may be due at one moment. */
const mostAtOnce = 10_000;

export type Checks = ReturnType<typeof createChecks>;

/** Looks at all that arrives, is answered or is logged; the first thing that must not be is kept. */
export function createChecks({ now }: Pick<WorldClock, 'now'>) {
  const counts: Counts = { queries: 0, right: 0, hostile: 0, left: 0, calls: 0, faults: 0 };
  const limits = new Map(declarations.map(({ name, limit }) => [name, limit]));
  /** When the calls of the present window arrived, by account and endpoint. */
  const windows = new Map<string, number[]>();
  let trace = 0x811c9dc5;
  let first: Violation | null = null;
  let steppedAt = 0;
  let stepsOfNow = 0;

  function violated(what: string): void {
    first ??= new Violation(what);
  }

  /** Two runs in which the same happened have the same trace. */
  function note(event: string): void {
    for (let at = 0; at < event.length; at++) {
      trace = Math.imul(trace ^ event.charCodeAt(at), 0x01000193);
    }
    trace = Math.imul(trace ^ Math.round(now() * 1_000), 0x01000193);
  }

  function tellsNothing(text: string, where: string): void {
    const [leak] = secrets.find(text);
    if (leak) violated(`${where} holds a secret, ${leak.form}: ${leak.around}`);
    if (address.test(text)) violated(`${where} holds an address: ${text.slice(0, 300)}`);
  }

  return {
    counts,
    violated,
    note,
    trace: () => (trace >>> 0).toString(16),
    /** Looks at what a step has left; throws the first violation, if there was one. */
    passed(): void {
      stepsOfNow = now() === steppedAt ? stepsOfNow + 1 : 0;
      steppedAt = now();
      if (stepsOfNow > mostAtOnce)
        violated('something is tried again and again while no time passes');
      if (first) throw first;
    },
    /** Never more calls in a window than the exchange allows, as it counts them. */
    arrived({ accountId, endpoint, target, code }: SimulatedCall): void {
      counts.calls += 1;
      note(`${accountId} ${target} ${code}`);
      const limit = limits.get(endpoint);
      if (!limit || accountId === null) return;
      const name = `${endpoint} of ${accountId}`;
      const arrivals = windows.get(name) ?? [];
      windows.set(name, arrivals);
      while (arrivals[0] !== undefined && arrivals[0] <= now() - limit.windowMs) arrivals.shift();
      arrivals.push(now());
      if (arrivals.length > limit.calls) {
        violated(
          `${arrivals.length} calls of ${name} in a window; the limit is ${limit.calls}: ${arrivals.join(', ')}`,
        );
      }
    },
    logged(line: string): void {
      tellsNothing(line, 'a log line');
      if (line.includes('internal error masked')) violated(`a defect was logged: ${line}`);
    },
    /** What holds for every answer, whatever was asked. */
    answered(status: number, text: string): void {
      note(`${status} ${text.length}`);
      tellsNothing(text, 'an answer');
      if (stack.test(text)) violated(`an answer holds a stack: ${text.slice(0, 300)}`);
      if (text.includes('INTERNAL_SERVER_ERROR')) violated(`a defect: ${text.slice(0, 300)}`);
      const isFine = (status >= 200 && status < 300) || (status >= 400 && status < 500);
      if (!isFine && status !== 503) violated(`status ${status}: ${text.slice(0, 300)}`);
    },
  };
}

/** What all keys, secrets and passphrases of the embedded exchange have in them, also new ones. */
const secrets = createCanaries();
for (const part of ['5eed0000-0000-4000-800', '5EED00000000MADEUP', 'Made-up-']) secrets.keep(part);
const address = /203\.0\.113\.7/;
const stack = /\n\s+at |\.ts:\d/;
