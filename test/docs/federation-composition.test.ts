import { readFileSync } from 'node:fs';
import { composeServices as composeByApollo } from '@apollo/composition';
import { composeServices as composeByTheGuild } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readPage } from '../support/markdown.ts';

const { blocks } = readPage('docs/federation.md');
const blockOf = (file: string): string =>
  blocks.find(({ content }) => content.startsWith(`# ${file}\n`))?.content ?? '';

const subgraph = (name: string, text: string) => ({
  name,
  url: `http://${name}.test`,
  typeDefs: parse(text),
});
const gateway = subgraph(
  'gateway',
  readFileSync(new URL('../../schema/federation.graphql', import.meta.url), 'utf8'),
);
const orders = subgraph('orders', blockOf('orders.graphql'));
const identity = subgraph('identity', blockOf('identity.graphql'));
const ofFederation1 = subgraph('orders', blockOf('orders-1.graphql'));

describe.each([
  ['@apollo/composition', composeByApollo],
  ['@theguild/federation-composition', composeByTheGuild],
] as const)('what the guide says of subgraphs is so by %s', (_library, compose) => {
  const messagesOf = (...services: readonly (typeof gateway)[]) =>
    (compose([...services]).errors ?? []).map(({ message }) => message);

  test('a service of users beside the orders composes', () => {
    expect(messagesOf(gateway, orders, identity)).toEqual([]);
  });

  test('orders of Federation 1 compose', () => {
    expect(messagesOf(gateway, ofFederation1)).toEqual([]);
  });

  test('an `Account` of another meaning composes without a word', () => {
    const other = `type Query { me: Account } type Account @key(fields: "id") { id: ID! name: String }`;
    expect(messagesOf(gateway, subgraph('identity', other))).toEqual([]);
  });

  test('a second gateway does not compose', () => {
    expect(messagesOf(gateway, { ...gateway, name: 'second' }).join('\n')).toContain(
      'Query.accounts',
    );
  });
});
