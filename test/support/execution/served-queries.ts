import { isDeepStrictEqual, inspect } from 'node:util';
import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { declarations } from '../../../src/endpoints/endpoints.ts';
import type { Execute } from '../../../src/execution/execution.ts';
import type { Context } from '../../../src/graph/context.ts';
import { createPatience, leavingBy } from '../../../src/loading/patience.ts';
import { createRequestLoader } from '../../../src/loading/request-loader.ts';
import { servedSchema } from '../../../src/server/served-schema.ts';
import type { Fault } from '../../../src/simulator/faults.ts';
import { createHarness } from '../harness.ts';
import { Choices } from './choices.ts';
import { generateQuery } from './generate-query.ts';
import type { ScalarValue } from './input-values.ts';
import { type Executing, numbers } from './same-as-reference.ts';
import { failsAlone, sorted, tell } from './told.ts';

const ccys = ['BTC', 'ETH', 'USDT', 'OKB', 'NOPE', 'no code'];
const instIds = ['BTC-USDT', 'ETH-BTC', 'BTC-USDT-SWAP', 'NO-SUCH'];
const accountIds = ['multi-currency', 'spot', 'portfolio', 'nobodys'];
const taker = { id: 'client', weight: 1 };

/** Values that the arguments of the graph mean something by, and some that they do not. */
const servedScalar: ScalarValue = (scalar, name, choices) => {
  if (scalar === '_Any') return representation(choices);
  if (scalar === 'Boolean') return choices.of([true, false]);
  if (scalar === 'Int') return choices.of([1, 2, 10, 0, -1]);
  if (scalar === 'Decimal') return choices.of(['1.50', '2']);
  if (name === 'instId') return choices.of(instIds);
  return choices.of(['id', 'accountId', 'after'].includes(name) ? accountIds : ccys);
};

function representation(choices: Choices): object {
  const ccy = choices.of(ccys);
  const accountId = choices.of(accountIds);
  return choices.of([
    { __typename: 'AccountCurrency', accountId, ccy },
    { __typename: 'Currency', ccy },
    { __typename: 'AccountInstrument', accountId, instId: choices.of(instIds) },
    { __typename: 'Account', id: accountId },
    { __typename: 'Query' },
    { __typename: 'Account' },
  ]);
}

const fault: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constantFrom('busy', 'html', 'malformed', 'missing-rows', 'reordered-rows', 'dropped'),
  endpoint: fc.constantFrom(...declarations.map(({ name }) => name)),
  times: fc.integer({ min: 1, max: 4 }),
});

const cases = fc.record({
  query: numbers(150),
  variables: numbers(20),
  faults: fc.array(fault, { maxLength: 2 }),
});

/** What is executed by a plan comes to the same as what the graphql package executes, and to as many calls of the exchange. */
export const servedProperty = ({ createExecutor, referenceExecute }: Executing) =>
  fc.asyncProperty(cases, async ({ query, variables: drawn, faults }) => {
    const generated = generateQuery(servedSchema, servedScalar, new Choices(query));
    const { text, operationName } = generated;
    const document = parse(text);
    const [invalid] = validate(servedSchema, document);
    if (invalid) throw new Error(`not valid: ${invalid.message}\n${text}`);
    const variables = generated.variables(new Choices(drawn));

    const [got, expected] = [
      await answerOf(createExecutor(servedSchema, 1_000).prepare(document, operationName)),
      await answerOf(referenceExecute(servedSchema, document, operationName, 1_000)),
    ];
    if (!isDeepStrictEqual(got, expected)) {
      throw new Error(inspect({ text, variables, faults, got, expected }, { depth: null }));
    }

    async function answerOf(execute: Execute) {
      const { clock, exchange, gateway, counts } = createHarness();
      faults.forEach((one) => exchange.inject(one));
      const loaders = gateway.loaders();
      const limits = { deadlineMs: 10_000, maxWaitMs: 3_000, maxAgeMs: 200, taker };
      const patience = createPatience(limits, leavingBy(new AbortController().signal), clock);
      const context: Context = {
        loader: createRequestLoader(loaders, patience),
        accountIds: [...loaders.keys()],
        defaultAccountId: accountIds[0],
        watched() {},
        budgets: (id) =>
          declarations.flatMap((endpoint) => loaders.get(id)?.budget(endpoint, taker) ?? []),
      };
      const told = tell(await clock.run(Promise.resolve(execute(context, variables))));
      patience.end();
      gateway.close();
      return { data: told.data, errors: failsAlone(told) && sorted(told), counts: counts() };
    }
  });
