import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { catalogue } from '../errors/catalogue.ts';
import type { OperationEnd, Refused, SubscriptionEnd, Telemetry } from './telemetry.ts';

/** As OpenTelemetry has them for HTTP. */
export const requestSeconds = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];
/** Waits are slots of a window of two seconds, and no longer than `MAX_WAIT_MS`, which is three as it comes. */
const waitSeconds = [0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 1, 1.5, 2, 3, 5, 10];
/** `MAX_AGE_MS` is 0.2 s as it comes, and 60 at the most. */
const ageSeconds = [0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60];

const outcomes: readonly OperationEnd['outcome'][] = ['ok', 'partial', 'error'];
const refusals: readonly Refused['what'][] = ['overload', 'connection', 'caller', 'host'];
const enders: readonly SubscriptionEnd['by'][] = ['client', 'gateway', 'rights', 'result'];

/** Counts operations, what they took, and what was refused before anybody knew what it asks for. */
export function createOperationMetrics(
  registry: Registry,
): Required<
  Pick<
    Telemetry,
    | 'operationEnded'
    | 'requestRefused'
    | 'subscriptionStarted'
    | 'subscriptionAnswered'
    | 'subscriptionEnded'
  >
> {
  const registers = [registry];
  const operations = new Counter({
    name: 'okx_gateway_operations_total',
    help: 'Operations that were answered: ok without errors, partial with data beside errors, error with nothing else.',
    labelNames: ['outcome'],
    registers,
  });
  const duration = new Histogram({
    name: 'okx_gateway_operation_duration_seconds',
    help: 'Time from the arrival of an operation until its answer was ready.',
    buckets: requestSeconds,
    registers,
  });
  const wait = new Histogram({
    name: 'okx_gateway_operation_wait_seconds',
    help: 'The longest that an instrument or currency of an operation waited for a call; operations without calls are not among them.',
    buckets: waitSeconds,
    registers,
  });
  const age = new Histogram({
    name: 'okx_gateway_answer_age_seconds',
    help: 'Age of the oldest answer of an operation when it was asked for, 0 if all were asked for later; operations without calls are not among them.',
    buckets: ageSeconds,
    registers,
  });
  const calls = new Counter({
    name: 'okx_gateway_operation_exchange_calls_total',
    help: 'Calls of the exchange that served operations, each counted once for each operation that it served.',
    registers,
  });
  const shared = new Counter({
    name: 'okx_gateway_operation_shared_calls_total',
    help: 'Those of them that served other operations, too.',
    registers,
  });
  const errors = new Counter({
    name: 'okx_gateway_errors_total',
    help: 'Errors in answers, by code.',
    labelNames: ['code'],
    registers,
  });
  const refused = new Counter({
    name: 'okx_gateway_requests_refused_total',
    help: 'What was turned away before it was known what it asks for: requests for overload, an unknown caller or the address that they were sent to, and connections.',
    labelNames: ['what'],
    registers,
  });
  const open = new Gauge({
    name: 'okx_gateway_subscriptions',
    help: 'Subscriptions that are open.',
    registers,
  });
  const results = new Counter({
    name: 'okx_gateway_subscription_results_total',
    help: 'Results that subscriptions were sent.',
    registers,
  });
  const ended = new Counter({
    name: 'okx_gateway_subscriptions_ended_total',
    help: "Subscriptions that are over: ended by their client, the gateway, their caller's rights or a result that was the last.",
    labelNames: ['by'],
    registers,
  });
  // What has not happened yet is told as 0: a rate has to begin somewhere.
  for (const outcome of outcomes) operations.inc({ outcome }, 0);
  for (const what of refusals) refused.inc({ what }, 0);
  for (const by of enders) ended.inc({ by }, 0);
  for (const code of Object.keys(catalogue)) errors.inc({ code }, 0);

  return {
    operationEnded(_operation, end) {
      operations.inc({ outcome: end.outcome });
      duration.observe(end.tookMs / 1_000);
      for (const code in end.errors) errors.inc({ code }, end.errors[code]);
      if (end.calls === 0) return;
      calls.inc(end.calls);
      shared.inc(end.shared);
      wait.observe(end.waitedMs / 1_000);
      age.observe(end.ageMs / 1_000);
    },
    subscriptionStarted: () => open.inc(),
    subscriptionAnswered: () => results.inc(),
    subscriptionEnded(_operation, { by }) {
      open.dec();
      ended.inc({ by });
    },
    requestRefused: ({ what }) => refused.inc({ what }),
  };
}
