import { hash } from 'node:crypto';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import manifest from '../../../schema/persisted-operations.json' with { type: 'json' };
import type { PageData } from '../../../src/graphiql/page.ts';
import { as, callerNamed } from '../../support/callers.ts';
import { firstAnswer } from '../../support/first-answer.ts';
import { createHarness } from '../../support/harness.ts';

const btc = '{ account { details(ccy: ["BTC"]) { ccy } } }';
const told = { data: { account: { details: [{ ccy: 'BTC' }] } } };
const idOf = (text: string) => hash('sha256', text);
const [overview = { id: '', body: '' }] = manifest.operations;
const ofManifest = [{ file: 'page.json', entries: [{ id: 'btc', name: 'Btc', text: btc }] }];
const plan = { 'x-explain': 'plan' };

const refused = {
  status: 403,
  answer: {
    errors: [
      {
        message:
          'Only documents of manifests are answered here, and this is in none of them. Have the operator put the manifest of its client into OPERATIONS_DIR.',
        extensions: { code: 'FORBIDDEN' },
      },
    ],
  },
};
const notFound = {
  status: 200,
  answer: { errors: [expect.objectContaining({ message: 'PersistedQueryNotFound' })] },
};

/** A gateway that answers documents of manifests, and how to ask it by text, by id or by both. */
function createStrict(options: Parameters<typeof createHarness>[0] = {}) {
  const harness = createHarness({ operations: 'persisted', ...options });
  async function send(query: string | null, id?: string, headers: Record<string, string> = {}) {
    const extensions = id !== undefined && { persistedQuery: { version: 1, sha256Hash: id } };
    const response = await harness.respond(query ?? '', {
      headers,
      ...(extensions && { extensions }),
    });
    return { status: response.status, answer: await response.json() };
  }
  return { ...harness, send };
}

describe('where only documents of manifests are answered', () => {
  test('any other is refused, before it is parsed, and says what to do', async () => {
    const { send, exchange } = createStrict();
    for (const text of [btc, '{ __typename }', 'no { query', `${overview.body} `]) {
      expect(await send(text)).toEqual(refused);
    }
    expect(exchange.calls).toEqual([]);
  });

  test('those of the contract are answered, by their ids and by their texts', async () => {
    const { send } = createStrict();
    for (const answered of [
      await send(null, overview.id),
      await send(overview.body),
      await send(overview.body, overview.id),
    ]) {
      expect(answered).toMatchObject({ status: 200, answer: { data: { account: {} } } });
      expect(answered.answer).not.toHaveProperty('errors');
    }
  });

  test('those of the folder are, as long as they are there', async () => {
    const { send, gateway } = createStrict();
    gateway.documents.replace(ofManifest);
    expect(await send(null, 'btc')).toEqual({ status: 200, answer: told });
    expect(await send(btc)).toEqual({ status: 200, answer: told });
    gateway.documents.replace([]);
    expect(await send(null, 'btc')).toEqual(notFound);
    expect(await send(btc)).toEqual(refused);
  });

  test('no client can leave a document of its own', async () => {
    const { send } = createStrict();
    expect(await send(null, idOf(btc))).toEqual(notFound);
    expect(await send(btc, idOf(btc))).toEqual(refused);
    await send(btc, idOf(btc), plan);
    expect(await send(null, idOf(btc))).toEqual(notFound);
  });

  test('the plan of any is told to who may explore, and loads nothing', async () => {
    const callers = [callerNamed('person'), callerNamed('program', { mayExplore: false })];
    const { send, exchange } = createStrict({ callers });
    const { answer } = await send(btc, undefined, { ...plan, ...as('person') });
    expect(answer).toMatchObject({ data: {}, extensions: { plan: [{ calls: 1 }] } });
    expect(await send(btc, undefined, { ...plan, ...as('program') })).toEqual(refused);
    expect(exchange.calls).toEqual([]);
    const closed = createStrict({ explore: false });
    expect(await closed.send(btc, undefined, plan)).toEqual(refused);
  });

  test('GraphiQL can run its examples, and shows what is left of the rate limits', async () => {
    const strict = createStrict();
    const { gateway } = strict;
    const page = await gateway.handler.fetch('http://gateway/graphql', {
      headers: { accept: 'text/html' },
    });
    const [, json = ''] =
      /<script id="page-data"[^>]*>(.*)<\/script>/.exec(await page.text()) ?? [];
    const { tabs, budgetsQuery }: PageData = JSON.parse(json);
    const queries = [budgetsQuery, ...tabs.map(({ query }) => query)];
    expect(queries.length).toBeGreaterThan(5);
    for (const query of queries) expect(await firstAnswer(strict, query)).toHaveProperty('data');
  });
});

describe('the log', () => {
  async function linesOf(operations: 'any' | 'logged') {
    const lines: unknown[] = [];
    const addLine = (line: string) => void lines.push(JSON.parse(line));
    const log = pino({ level: 'info' }, { write: addLine });
    const { query } = createHarness({ operations, log });
    expect(await query(btc)).toEqual(told);
    await query(overview.body);
    return lines;
  }

  test('tells of a document by its hash that is in no manifest, where it is to', async () => {
    expect(await linesOf('logged')).toEqual([
      expect.objectContaining({ msg: 'query', document: idOf(btc) }),
      expect.not.objectContaining({ document: expect.anything() }),
    ]);
  });

  test('tells of none where all are answered alike', async () => {
    for (const line of await linesOf('any')) expect(line).not.toHaveProperty('document');
  });
});
