import { readFileSync } from 'node:fs';
import { composeServices as composeByApollo } from '@apollo/composition';
import { composeServices as composeByTheGuild } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import manifest from '../../schema/persisted-operations.json' with { type: 'json' };
import { createHarness } from '../support/harness.ts';
import { createStaticCost } from '../support/static-cost.ts';

const text = readFileSync(new URL('../../schema/federation.graphql', import.meta.url), 'utf8');
const services = [{ name: 'gateway', url: 'http://gateway.test', typeDefs: parse(text) }];

const list = (count: number, nameOf: (index: number) => string) =>
  JSON.stringify(Array.from({ length: count }, (_, index) => nameOf(index)));
const currencies = (count: number) => list(count, (index) => `X${index}`);
const pairs = (count: number) => list(count, (index) => `X${index}-USDT`);

/** Each as long as it may be, and the calls that it takes. An account itself counts as the one call for its balance. */
const longest: Readonly<Record<string, readonly [string, number]>> = {
  details: [`totalEq details(ccy: ${currencies(200)}) { ccy }`, 1 + 10],
  'details with what can leave': [
    `totalEq details(ccy: ${currencies(200)}) { ccy maxWithdrawal { maxWd } }`,
    1 + 10 + 10,
  ],
  'details with what can be borrowed': [
    `totalEq details(ccy: ${currencies(40)}) { ccy maxLoans(mgnMode: CROSS) { maxLoan } }`,
    1 + 2 + 40,
  ],
  maxAvail: [`totalEq maxAvail(instId: ${pairs(100)}, tdMode: CASH) { availBuy }`, 1 + 20],
  'maxLoan by pairs': [
    `totalEq maxLoan(instId: ${pairs(100)}, mgnMode: CROSS) { maxLoan }`,
    1 + 20,
  ],
  'maxLoan by currencies': [
    `totalEq maxLoan(ccy: ${currencies(20)}, mgnMode: CROSS) { maxLoan }`,
    1 + 20,
  ],
  maxWithdrawal: [`totalEq maxWithdrawal(ccy: ${currencies(400)}) { maxWd }`, 1 + 20],
  config: ['totalEq mode config { perm }', 1 + 1],
  rateBudgets: ['totalEq rateBudgets { endpoint available }', 1],
};

async function plannedCalls(query: string): Promise<number> {
  const { query: ask } = createHarness();
  const { extensions } = await ask(query, { headers: { 'x-explain': 'plan' } });
  const plan = extensions?.['plan'] as readonly { readonly calls: number }[];
  return plan.reduce((sum, { calls }) => sum + calls, 0);
}

describe.each([
  ['@apollo/composition', composeByApollo],
  ['@theguild/federation-composition', composeByTheGuild],
] as const)('by what %s makes of the costs of fields', (_library, compose) => {
  const costOf = createStaticCost(compose(services).supergraphSdl ?? '');

  test.each(Object.entries(longest))(
    '%s: no more calls than it costs',
    async (_name, [of, calls]) => {
      const query = `{ account { ${of} } }`;
      expect(await plannedCalls(query)).toBe(calls);
      expect(costOf(query)).toBeGreaterThanOrEqual(calls);
    },
  );

  test('a list that is as long as it may be costs its calls, and nothing besides', () => {
    const [maxAvail = '', calls] = longest['maxAvail'] ?? [];
    expect(costOf(`{ account { ${maxAvail} } }`)).toBe(calls);
  });

  test.each(manifest.operations)('$name: no more calls than it costs', async ({ body }) => {
    expect(await plannedCalls(body)).toBeLessThanOrEqual(costOf(body));
  });

  test('what makes no call costs none', () => {
    expect(costOf('{ account { id } }')).toBe(1);
    const others = 'currency { forAccount(accountId: "spot") { currency { ccy } } }';
    expect(costOf(`{ account { details { ${others} } } }`)).toBe(1 + 10);
  });
});
