import { pino } from 'pino';
import { AccountBalance } from '../../src/endpoints/balance/declaration.ts';
import { isRefusal } from '../../src/callers/refusal.ts';
import { Secret } from '../../src/exchange/secret.ts';
import type { Leaving } from '../../src/loading/patience.ts';
import { createGateway } from '../../src/server/gateway.ts';
import { createRandomness } from '../../src/simulator/randomness.ts';
import examples from '../fixtures/reference-examples.json' with { type: 'json' };
import { createManualClock } from '../support/manual-clock.ts';
import { amountOf, indexOfKey, madeAccount } from './made-accounts.ts';

/** Longer than answers are fresh and than leases are out. */
const apartMs = 3_000;
/** Nobody leaves. */
const leaving: Leaving = { hasLeft: () => false, onLeave: () => () => undefined };
const [example] = examples.balance[0]?.data ?? [];
const { details: [detail] = [], ...totals } = example ?? {};

/** Each amount of the first account, as the graph shows it. */
export const amounts: readonly (readonly [field: string, amount: string | null])[] = Object.entries(
  AccountBalance.fields,
)
  .filter(([, { kind }]) => kind === 'decimal')
  .map(([name]) => [name, totalsOf(0)[name] || null]);

export type Bed = ReturnType<typeof createBed>;

/**
 * A gateway of many accounts in this process, as it answers over a socket but without one, before an exchange that answers at
 * once: what is left is the work of the gateway. Time stands still while it answers.
 */
export function createBed(accounts: number) {
  const clock = createManualClock();
  const bodies = new Map<string, string>();
  let calls = 0;

  const { fastPath, askerOf } = createGateway(
    {
      accounts: Array.from({ length: accounts }, (_, index) => servedAccount(index)),
      maxAgeMs: 200,
      deadlineMs: 10_000,
      maxWaitMs: 3_000,
    },
    {
      clock,
      random: createRandomness(1),
      log: pino({ level: 'silent' }),
      async http(origin, path, headers) {
        calls += 1;
        const index = indexOfKey(headers['OK-ACCESS-KEY'] ?? '');
        const ccys = new URL(path, origin).searchParams.get('ccy');
        const place = `${index} ${ccys}`;
        const body = bodies.get(place) ?? balanceOf(index, ccys?.split(',') ?? []);
        bodies.set(place, body);
        return { status: 200, body };
      },
      moreIsComing: () => false,
      askedUntil: -Infinity,
    },
  );

  /** @throws Error where Yoga would have to answer, or somebody is refused */
  async function ask(body: string): Promise<string> {
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
    };
    const head = { method: 'POST', url: '/graphql', headers };
    const mediaType = fastPath.takes(head);
    const asker = askerOf(headers, '');
    const caller = typeof asker === 'function' ? await asker() : asker;
    if (mediaType === null || isRefusal(caller)) throw new Error('not for the fast path');
    const visitor = { caller, arrivedAt: undefined, leaving, mediaType };
    const reply = await fastPath.answer(head, body, visitor);
    if (reply === null) throw new Error('not for the fast path');
    return String(reply.body);
  }

  return {
    ask,
    /** Calls of the exchange so far. */
    calls: () => calls,
    /** The answer, however long it has to wait for a call. */
    waitFor: <T>(answer: Promise<T>) => clock.run(answer),
    /** Until all that was answered is old, and each call is free again. */
    moveOn: () => clock.advance(apartMs),
  };
}

function servedAccount(index: number) {
  const { id, apiKey, secretKey, passphrase } = madeAccount(index);
  return {
    id,
    apiKey: new Secret(apiKey),
    secretKey: new Secret(secretKey),
    passphrase: new Secret(passphrase),
    baseUrl: 'http://exchange.test',
    demo: false,
  };
}

function balanceOf(index: number, ccys: readonly string[]): string {
  const details = ccys.map((ccy) => ({ ...detail, ccy, eq: equityOf(ccy) }));
  return JSON.stringify({ code: '0', msg: '', data: [{ ...totalsOf(index), details }] });
}

function totalsOf(index: number): Readonly<Record<string, string>> {
  return { ...totals, totalEq: amountOf(index) };
}

/** What each account holds of a currency such as `C7`. */
export const equityOf = (ccy: string): string => `${ccy.slice(1)}.5`;
