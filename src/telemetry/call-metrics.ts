import { Counter, Histogram, type Registry } from 'prom-client';
import type { AccountNames } from './account-names.ts';
import type { Call, Telemetry } from './telemetry.ts';

interface CallMetrics {
  readonly callEnded: NonNullable<Telemetry['callEnded']>;
  readonly answerMalformed: NonNullable<Telemetry['answerMalformed']>;
  /** Keeps nothing of accounts that are told apart no more. */
  forgetOthers(): Promise<void>;
}

/** Up to the time at which a call is given up. */
const callSeconds = [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 3];
/** The most keys that calls take are 5 and 20. */
const keysOfACall = [1, 2, 3, 4, 5, 10, 15, 20];

/** Counts the calls of the exchange. */
export function createCallMetrics(registry: Registry, names: AccountNames): CallMetrics {
  const registers = [registry];
  const calls = new Counter({
    name: 'okx_gateway_exchange_calls_total',
    help: 'Calls made to the exchange, each attempt counted, by what became of them: ANSWERED or the code of the error.',
    labelNames: ['account', 'endpoint', 'outcome'],
    registers,
  });
  const duration = new Histogram({
    name: 'okx_gateway_exchange_call_duration_seconds',
    help: 'Time from sending a call to the end of its answer, or until it was given up.',
    labelNames: ['endpoint'],
    buckets: callSeconds,
    registers,
  });
  const keys = new Histogram({
    name: 'okx_gateway_exchange_call_keys',
    help: 'Instruments or currencies that a call asked for; calls that name none are not among them.',
    labelNames: ['endpoint'],
    buckets: keysOfACall,
    registers,
  });
  const malformed = new Counter({
    name: 'okx_gateway_exchange_malformed_answers_total',
    help: 'Answers of the exchange of which something, or everything, could not be read.',
    labelNames: ['endpoint'],
    registers,
  });
  /** Calls whose answers are among them: they are told of for each field. */
  const counted = new WeakSet<Call>();

  return {
    callEnded({ accountId, endpoint }, end) {
      calls.inc({ account: names.of(accountId), endpoint, outcome: end.outcome });
      duration.observe({ endpoint }, end.tookMs / 1_000);
      if (end.keys) keys.observe({ endpoint }, end.keys.length);
      if (end.outcome === 'UPSTREAM_MALFORMED') malformed.inc({ endpoint });
    },
    answerMalformed(call) {
      if (!counted.has(call)) malformed.inc({ endpoint: call.endpoint });
      counted.add(call);
    },
    async forgetOthers() {
      const { values } = await calls.get();
      for (const { labels } of values) {
        if (!names.isInUse(String(labels.account))) calls.remove(labels);
      }
    },
  };
}
