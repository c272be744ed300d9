import { z } from 'zod';

const date = z.iso.datetime();
const count = z.int().min(0);
const trouble = z.strictObject({ at: date, reason: z.string() }).nullable();
const reason = {
  exchangeCode: z.string().nullable(),
  cause: z.string().nullable(),
};
const states = ['stopped', 'failing', 'held', 'waiting', 'well', 'untried'] as const;

const account = z.strictObject({
  id: z.string(),
  host: z.string(),
  demo: z.boolean(),
  state: z.enum(states),
  stop: z
    .strictObject({
      code: z.string(),
      ...reason,
      reason: z.string(),
      since: date,
      nextTryInMs: count,
      everyMs: count,
      trying: z.boolean(),
    })
    .nullable(),
  failing: z.array(
    z.strictObject({
      endpoint: z.string(),
      code: z.string(),
      ...reason,
      reason: z.string(),
      since: date,
      failures: count,
    }),
  ),
  lastCall: z
    .strictObject({
      at: date,
      endpoint: z.string(),
      outcome: z.string(),
      ...reason,
      reason: z.string().nullable(),
    })
    .nullable(),
  lastAnsweredAt: date.nullable(),
  failures: count,
  waiting: count,
  budgets: z.array(
    z.strictObject({
      endpoint: z.string(),
      limit: count,
      windowMs: count,
      inUse: count,
      available: count,
      waiting: count,
      nextFreeInMs: count.nullable(),
    }),
  ),
});

/** What `/status` promises to whoever reads it: nothing else, nothing less. */
export const statusShape = z.strictObject({
  verdict: z.enum(['well', 'impaired', 'down', 'ending']),
  summary: z.string(),
  problems: z.array(
    z.strictObject({ headline: z.string(), text: z.string(), since: date.nullable() }),
  ),
  unready: z.string().nullable(),
  at: date,
  gateway: z.strictObject({
    version: z.string(),
    node: z.string(),
    madeUp: z.boolean(),
    startedAt: date,
    uptimeS: count,
    loopDelayMs: z.strictObject({ p50: count, p99: count, max: count }),
  }),
  settings: z.strictObject({
    maxAgeMs: count,
    deadlineMs: count,
    maxWaitMs: count,
    maxCalls: count.nullable(),
  }),
  accounts: z.strictObject({
    total: count,
    states: z.strictObject(Object.fromEntries(states.map((state) => [state, count]))),
    found: count,
    list: z.array(account),
  }),
  redis: z
    .strictObject({
      standing: z.enum(['shared', 'alone', 'silent']),
      since: date,
      closedForMs: count,
      partEndsAt: date.nullable(),
      replicas: count,
      trouble,
    })
    .nullable(),
  callers: z
    .strictObject({
      named: count,
      jwt: z.strictObject({ keys: count, readAt: date.nullable(), trouble }).nullable(),
    })
    .nullable(),
  files: z.array(z.strictObject({ setting: z.string(), readAt: date, trouble })),
});
