import fc from 'fast-check';
import {
  currency,
  decimal,
  defineEndpoint,
  defineObject,
  perAccount,
} from '../../src/endpoints/declare.ts';
import type { GatewayError } from '../../src/errors/gateway-error.ts';
import type { Call } from '../../src/exchange/client.ts';
import type { Row } from '../../src/exchange/decode.ts';
import type { Outcome } from '../../src/exchange/outcome.ts';
import type { createAccountLoader } from '../../src/loading/account-loader.ts';
import type { createPatience } from '../../src/loading/patience.ts';
import type { createRequestLoader } from '../../src/loading/request-loader.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

/** What is put to the test: the loading code, or a copy of it with a bug. */
export interface Loading {
  readonly createAccountLoader: typeof createAccountLoader;
  readonly createRequestLoader: typeof createRequestLoader;
  readonly createPatience: typeof createPatience;
  /** The class of errors that this copy of the code knows. */
  readonly GatewayError: typeof GatewayError;
}

const Thing = defineObject('Thing', {
  description: '',
  fields: { ccy: currency(''), tag: decimal('') },
});
const endpointOf = (name: string) =>
  defineEndpoint({
    name,
    path: `/${name}`,
    description: '',
    limit: perAccount(3, 2_000),
    keys: { ccy: { max: 4 } },
    whole: true,
    context: {},
    row: Thing,
  });
const endpoints = [endpointOf('one'), endpointOf('two')] as const;
type TestEndpoint = (typeof endpoints)[number];

const accountIds = ['ann', 'bob', 'cy'] as const;
/** `BAD` is refused by the exchange, `GONE` never answered for, `ZERO` not part of a whole answer. */
const keys = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'ZERO', 'GONE', 'BAD1', 'BAD2'] as const;
const held: readonly string[] = keys.filter((key) => key.length === 1);
const deadlineMs = 6_000;

/** One thing that a client asks. */
interface Question {
  readonly account: (typeof accountIds)[number];
  readonly endpoint: TestEndpoint;
  /** The context of the call. Calls without keys have none, and serve keys of the lane without one. */
  readonly mode: 'none' | 'some';
  /** null: everything the account holds. */
  readonly keys: readonly string[] | null;
}

/** One client with its one request. */
interface Client {
  readonly at: number;
  readonly questions: readonly Question[];
  readonly maxAgeMs: number;
  readonly leavesAfter: number | null;
}

const question: fc.Arbitrary<Question> = fc.record({
  account: fc.constantFrom(...accountIds),
  endpoint: fc.constantFrom(...endpoints),
  mode: fc.constantFrom('none', 'some'),
  keys: fc.oneof(
    {
      weight: 5,
      arbitrary: fc.uniqueArray(fc.constantFrom<string>(...keys), { minLength: 1, maxLength: 8 }),
    },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
});

const client: fc.Arbitrary<Client> = fc.record({
  at: fc.integer({ min: 0, max: 4_000 }),
  questions: fc.array(question, { minLength: 1, maxLength: 3 }),
  maxAgeMs: fc.constantFrom(0, 200, 1_000),
  leavesAfter: fc.option(fc.integer({ min: 0, max: 2_000 }), { freq: 4 }),
});

/** Holds for right loading code whatever clients ask, and however calls fail and answers are jumbled. */
export function isolationProperty(loading: Loading) {
  return fc.asyncProperty(
    fc.array(client, { minLength: 1, maxLength: 14 }),
    fc.integer(),
    fc.constantFrom(0, 0.3),
    async (clients, seed, faultShare) => {
      const clock = createManualClock();
      const world = createWorld(loading, clock, createRandomness(seed), faultShare);
      for (const one of clients) clock.after(one.at, () => world.enter(one));
      await clock.advance(4_000 + deadlineMs);
      world.finish();
    },
  );
}

/** A tag that tells all of where a row belongs. */
const tagOf = (account: string, endpoint: string, mode: string, key: string) =>
  [account, endpoint, mode, key].join('/');

function createWorld(
  loading: Loading,
  clock: ManualClock,
  random: () => number,
  faultShare: number,
) {
  /** Who still wants what: tag → clients. */
  const wanted = new Map<string, Set<Client>>();
  const arrivals = new Map<string, number[]>();
  const complaints: string[] = [];
  let open = 0;
  const complain = (text: string) => complaints.push(text);

  const callOf = (account: string): Call => {
    return async ({ endpoint, keys: asked, context }) => {
      const sentAt = clock.now();
      const mode = context['mode'] ?? 'none';
      for (const key of asked?.values ?? ['whole']) {
        if (!wanted.get(tagOf(account, endpoint.name, mode, key))?.size)
          complain(`nobody wants ${key}`);
      }
      if ((asked?.values.length ?? 0) > 4) complain('too many keys in a call');
      const latency = Math.floor(random() * 400);
      const arrivesAfter = Math.floor(random() * latency);
      clock.after(arrivesAfter, () => {
        const id = `${account}/${endpoint.name}`;
        arrivals.set(id, [...(arrivals.get(id) ?? []), clock.now()]);
      });
      await new Promise<void>((resolve) => clock.after(latency, resolve));
      return outcome(account, endpoint.name, mode, asked?.values ?? null, sentAt);
    };
  };

  function outcome(
    account: string,
    endpoint: string,
    mode: string,
    asked: readonly string[] | null,
    sentAt: number,
  ): Outcome {
    if (random() < faultShare) return fault();
    const bad = asked?.find((key) => key.startsWith('BAD'));
    if (bad !== undefined) {
      const error = new loading.GatewayError('KEY_REJECTED', 'refused');
      return { error, remedy: 'isolate', ...(random() < 0.5 && { culprit: `ccy${bad}` }) };
    }
    const present = asked ? asked.filter((key) => key !== 'GONE') : held;
    const strangers = random() < 0.3 ? ['STRANGER'] : [];
    const rows = [...strangers, ...present].map((ccy): Row => ({
      accountId: account,
      asOf: new Date(sentAt),
      ccy,
      tag: tagOf(account, endpoint, mode, ccy),
    }));
    return { rows: random() < 0.5 ? rows.toReversed() : rows };
  }

  function fault(): Outcome {
    const unavailable = new loading.GatewayError('UPSTREAM_UNAVAILABLE', 'down');
    const remedies = ['wait', 'retry', 'once-more', 'give-up'] as const;
    return {
      error: unavailable,
      remedy: remedies[Math.floor(random() * remedies.length)] ?? 'retry',
    };
  }

  const accounts = new Map(
    accountIds.map((id) => [
      id,
      loading.createAccountLoader({ call: callOf(id), clock, random, keepMs: 1_000 }),
    ]),
  );

  /** The request of one client: what it asks, and whether what comes back is its own. */
  function enter(one: Client): void {
    const leaving = new AbortController();
    const limits = { deadlineMs, maxAgeMs: one.maxAgeMs };
    const patience = loading.createPatience(limits, leaving.signal, clock);
    const loader = loading.createRequestLoader(accounts, patience, clock);
    const asked = one.questions.flatMap((of) => (of.keys ?? [null]).map((key) => ({ ...of, key })));
    const tags = asked.map(({ account, endpoint, mode, key }) => {
      const tag = tagOf(account, endpoint.name, key ? mode : 'none', key ?? 'whole');
      wanted.set(tag, (wanted.get(tag) ?? new Set()).add(one));
      return tag;
    });
    const unwant = (tag: string | undefined) => wanted.get(tag ?? '')?.delete(one);
    if (one.leavesAfter !== null) {
      clock.after(one.leavesAfter, () => {
        tags.forEach(unwant);
        leaving.abort();
      });
    }
    const start = clock.now();
    const settle = async (
      { account, endpoint, mode, key }: (typeof asked)[number],
      index: number,
    ) => {
      open += 1;
      const context = mode === 'some' ? { mode } : {};
      const rows = key
        ? loader.rows(account, endpoint, { by: 'ccy', context }, key)
        : loader.whole(account, endpoint);
      await rows.then(
        (answer) => {
          checkRows(answer, key, [account, endpoint.name, key ? mode : 'none']);
          checkAge(answer, start, one.maxAgeMs);
        },
        (error: unknown) => checkError(key, error),
      );
      if (clock.now() > start + deadlineMs) complain('answered after the deadline');
      unwant(tags[index]);
      open -= 1;
    };
    for (const [index, single] of asked.entries()) void settle(single, index);
  }

  type AnsweredRows = readonly Readonly<Record<string, unknown>>[];

  function checkRows(
    rows: AnsweredRows,
    key: string | null,
    [account, endpoint, mode]: readonly [string, string, string],
  ): void {
    const expected = key === null ? held : key === 'GONE' ? [] : [key];
    const own = rows.filter(({ ccy }) => ccy !== 'STRANGER' || key !== null);
    const found = new Set(own.map(({ ccy }) => ccy));
    const complete = found.size === own.length && found.size === expected.length;
    if (!complete || !expected.every((ccy) => found.has(ccy))) complain(`wrong rows for ${key}`);
    for (const { ccy, tag } of own) {
      if (tag !== tagOf(account, endpoint, mode, String(ccy)))
        complain(`the row of another: ${String(tag)}`);
    }
  }

  function checkAge(rows: AnsweredRows, start: number, maxAgeMs: number): void {
    for (const { asOf } of rows) {
      const sentAt = asOf instanceof Date ? asOf.getTime() : NaN;
      // An answer of the very moment at which the query came is not from before it.
      const young = sentAt > start - maxAgeMs || sentAt === start;
      if (!young) complain('an answer that is too old');
    }
  }

  function checkError(key: string | null, error: unknown): void {
    const code = (error as GatewayError).code;
    if (code === 'KEY_REJECTED' && !key?.startsWith('BAD')) complain(`${key} blamed for another`);
    if (code === 'INTERNAL_SERVER_ERROR' || code === undefined)
      complain(`a defect: ${String(error)}`);
    const named = (error as GatewayError).extensions?.keys;
    if (key && named && named.join() !== key)
      complain(`the error of ${named.join()} came to ${key}`);
  }

  return {
    enter,
    finish() {
      if (open > 0) complain(`${open} never answered`);
      for (const [id, times] of arrivals) {
        const sorted = times.toSorted((a, b) => a - b);
        sorted.forEach((time, index) => {
          const fourth = sorted[index + 3];
          if (fourth !== undefined && fourth - time < 2_000) complain(`over the limit at ${id}`);
        });
      }
      if (complaints.length > 0) throw new Error([...new Set(complaints)].join('; '));
    },
  };
}
