import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { as, callerNamed } from '../../support/callers.ts';
import { createHarness } from '../../support/harness.ts';

const person = { headers: as('person') };
const program = { headers: as('program') };

/** A gateway whose callers are a person who may explore, and a program that may not. */
const createBoth = () =>
  createHarness({
    callers: [callerNamed('person'), callerNamed('program', { mayExplore: false })],
  });

const refused = {
  errors: [
    {
      message:
        'The gateway does not tell you its schema. Take it from schema/schema.graphql or the client package, or ask the operator to let you explore.',
      extensions: { code: 'FORBIDDEN' },
    },
  ],
};

const askingForSchema = {
  'that of every tool': getIntrospectionQuery(),
  'an alias': '{ name: __schema { queryType { name } } }',
  'one type': '{ account { id } __type(name: "Account") { name } }',
  'a fragment': '{ ...of } fragment of on Query { deep: __schema { queryType { name } } }',
  'a fragment in a fragment':
    '{ ...one } fragment one on Query { ... on Query { ...two } } fragment two on Query { __type(name: "Account") { name } }',
  'a condition':
    'query ($no: Boolean = false) { __schema @include(if: $no) { queryType { name } } }',
  'one operation of several': 'query A { __schema { queryType { name } } } query B { __typename }',
  'that of a router': '{ _service { sdl } }',
  'a plan': '{ __schema { queryType { name } } }',
};

describe('a query for the schema', () => {
  test.each(Object.entries(askingForSchema))('is refused: %s', async (name, text) => {
    const operation = text.includes('query B') ? { operationName: 'B' } : {};
    const plan = name === 'a plan' ? { 'x-explain': 'plan' } : {};
    const both = createBoth();
    const asked = { ...operation, headers: { ...program.headers, ...plan } };
    const response = await both.respond(text, asked);
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual(refused);
    const closed = createHarness({ explore: false });
    expect(await closed.query(text, { ...operation, headers: plan })).toEqual(refused);
    const { errors } = await both.query(text, { ...operation, ...person });
    expect(errors).toBeUndefined();
  });

  test('is refused as a persisted document, too', async () => {
    const { query, gateway } = createHarness({ explore: false });
    const text = '{ __schema { queryType { name } } }';
    gateway.documents.replace([
      { file: 'app.json', entries: [{ id: 'tool', name: 'Tool', text }] },
    ]);
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'tool' } };
    expect(await query('', { extensions })).toEqual(refused);
  });

  test.each([
    '{ __typename account { __typename id } }',
    '{ __schema: __typename }',
    '# __schema\n{ account { id } }',
    'query ($__type: ID = "multi-currency") { account(id: $__type) { id } }',
  ])('is not what it is called: %s', async (text) => {
    const { query } = createHarness({ explore: false });
    expect(await query(text)).not.toHaveProperty('errors');
  });
});

/** Each is wrong by a letter, in a place of its own. */
const misspelt: Readonly<Record<string, { text: string; variables?: object }>> = {
  field: { text: '{ acount { id } }' },
  argument: { text: '{ account(idd: "a") { id } }' },
  type: { text: 'query ($a: Decimall) { account { id } }' },
  'type of a fragment': { text: '{ account { ... on Acount { id } } }' },
  enum: { text: '{ account { maxAvail(instId: ["A-B"], tdMode: CROS) { instId } } }' },
  'enum in a variable': {
    text: 'query ($m: TradeMode!) { account { maxAvail(instId: ["A-B"], tdMode: $m) { instId } } }',
    variables: { m: 'CROS' },
  },
  'enum in a variable, like two others': {
    text: 'query ($m: TradeMode!) { account { maxAvail(instId: ["A-B"], tdMode: $m) { instId } } }',
    variables: { m: 'ISOLATE' },
  },
  'enum in a string': {
    text: '{ account { maxAvail(instId: ["A-B"], tdMode: "CROSS") { instId } } }',
  },
};

describe('an error', () => {
  test.each(Object.entries(misspelt))(
    'suggests nothing to who may not explore, whoever asked before: %s',
    async (_place, { text, variables = {} }) => {
      const { query } = createBoth();
      const told = async (headers: object) =>
        JSON.stringify(await query(text, { ...headers, variables: { ...variables } }));
      for (const once of [await told(person), await told(person)]) {
        expect(once).toMatch(/Did you mean/);
      }
      for (const once of [await told(program), await told(program)]) {
        expect(once).toContain('"errors"');
        expect(once).not.toMatch(/Did you mean/);
      }
      expect(await told(person)).toMatch(/Did you mean/);
    },
  );

  test.each(Object.entries(misspelt))(
    'suggests nothing where nobody may: %s',
    async (_place, { text, variables = {} }) => {
      const { query } = createHarness({ explore: false });
      const answer = JSON.stringify(await query(text, { variables: { ...variables } }));
      expect(answer).toContain('"errors"');
      expect(answer).not.toMatch(/Did you mean/);
    },
  );
});

describe('GraphiQL', () => {
  const [open, closed] = [createHarness().gateway, createHarness({ explore: false }).gateway];
  const visit = async ({ handler }: typeof open, path: string) =>
    handler.fetch(`http://gateway${path}`, {
      headers: { accept: 'text/html' },
      redirect: 'manual',
    });

  test.each(['/graphql', '/graphql/', '/graphql?asset=errors.html', '/'])(
    'is not there where nobody may explore: %s',
    async (path) => {
      expect((await visit(open, path)).status).toBeLessThan(400);
      const response = await visit(closed, path);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(await response.text()).not.toContain('<html');
    },
  );
});
