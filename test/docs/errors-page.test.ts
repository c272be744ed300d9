import type { ExecutionResult } from 'graphql';
import { expect, test } from 'vitest';
import { declarations } from '../../src/endpoints/endpoints.ts';
import { catalogue } from '../../src/errors/catalogue.ts';
import { readCode, type Remedy } from '../../src/exchange/codes.ts';
import { createHarness } from '../support/harness.ts';
import { readPage } from '../support/markdown.ts';

const page = readPage('docs/errors.md');
const quoted = (text: string): string => `\`${text}\``;

const [queryOfBadKey = '', queryOfNull = '', queryOfReasons = ''] = page.blocksOf('graphql');
const [answerOfBadKey = '', answerOfNull = '', answerOfReasons = ''] = page.blocksOf('json');

test('shows the error that a bad key gets', async () => {
  const { query } = createHarness({ exchange: { moving: true } });
  const { data, errors } = await query(queryOfBadKey);
  const told = errors?.map(({ message, path, extensions }) => ({ message, path, extensions }));
  expect({ data, errors: told }).toEqual(JSON.parse(answerOfBadKey));
  const explained = page.rows('In `extensions`').map(([name]) => name);
  for (const name of Object.keys(errors?.[0]?.extensions ?? {})) {
    expect(explained).toContain(quoted(name));
  }
});

test('shows what is said of a currency that there is no row of', async () => {
  const { query } = createHarness({ exchange: { moving: true } });
  expect(await query(queryOfNull)).toEqual(JSON.parse(answerOfNull));
});

test('shows what is said of nulls that the mode of an account explains', async () => {
  const { query } = createHarness({ exchange: { moving: true } });
  const answer = await query(queryOfReasons, { headers: { 'x-explain': 'nulls' } });
  expect(answer).toEqual(JSON.parse(answerOfReasons));
});

test('has each thing that a mode refuses, and how that is known', () => {
  const refused = declarations.flatMap(({ refusals = [] }) => refusals);
  const rows = page.rows('Mode');
  expect(rows).toHaveLength(refused.length);
  expect(rows.filter((cells) => cells.includes(''))).toEqual([]);
});

test('has every error code with its status, meaning, whether to ask again and what to do', () => {
  const rows = page.rows('Code');
  expect(rows.map((row) => row.slice(0, 4))).toEqual(
    Object.entries(catalogue).map(([code, { status, retryable, meaning }]) => [
      quoted(code),
      String(status),
      retryable ? 'yes' : 'no',
      meaning,
    ]),
  );
  expect(rows.filter(([, , , , advice = '']) => !advice.endsWith('.'))).toEqual([]);
});

test('has the codes that GraphQL and its transport give by themselves', async () => {
  const requests: Readonly<Record<string, string>> = {
    GRAPHQL_PARSE_FAILED: '{ "query": "{ account { id }" }',
    GRAPHQL_VALIDATION_FAILED: '{ "query": "{ account { balance } }" }',
    OPERATION_RESOLUTION_FAILURE: '{ "query": "query A { account { id } }", "operationName": "B" }',
    BAD_REQUEST: '{ "query": "{ account { id } }"',
    PERSISTED_QUERY_NOT_FOUND:
      '{ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": "1" } } }',
    REQUEST_ENTITY_TOO_LARGE: ' '.repeat(256 * 1024 + 1),
  };
  const { gateway } = createHarness();
  const given: string[] = [];
  for (const body of Object.values(requests)) {
    const response = await gateway.handler.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
      body,
    });
    const { errors = [] }: ExecutionResult = await response.json();
    given.push(...errors.map(({ extensions }) => String(extensions['code'])));
  }
  expect(given).toEqual(Object.keys(requests));
  expect(page.rows('GraphQL code').map(([code]) => code)).toEqual(given.map(quoted));
});

test('has every code of the exchange that is read by itself, with what is done about it', () => {
  const done: Readonly<Record<Remedy, string>> = {
    wait: 'back to the head of the queue',
    retry: 'up to 3 attempts',
    'once-more': 'once more',
    bisect: 'the keys to blame are found',
    refuse: 'nothing',
    'give-up': 'nothing',
  };
  // What stands for a whole family has a sentence on the page.
  const families = new Set([readCode('50199')?.message, readCode('51999')?.message]);
  const codes = [404, ...Array.from({ length: 10_000 }, (_, index) => 50_000 + index)].map(String);
  const rows = codes.flatMap((exchangeCode) => {
    const reading = readCode(exchangeCode);
    if (reading === null || families.has(reading.message)) return [];
    const { code, remedy, message } = reading;
    return [[quoted(exchangeCode), quoted(code), done[remedy], message]];
  });
  expect(page.rows('Exchange code')).toEqual(rows);
  expect(readCode('50199')?.code).toBe('UPSTREAM_AUTH');
  expect(readCode('51999')?.code).toBe('KEY_REJECTED');
});
