import { hash } from 'node:crypto';
import {
  defaultExtractPersistedOperationId,
  usePersistedOperations,
} from '@graphql-yoga/plugin-persisted-operations';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { PersistedDocuments } from '../documents/persisted-documents.ts';
import { badRequest } from './bad-request.ts';

/** Of the texts that clients have sent with their ids: in characters, in all and each. Longer ones are parsed each time, which a short id must not ask for. */
const maxText = 2 * 2 ** 20;
const maxDocument = 8_192;
const maxDocuments = 2_000;

/**
 * Takes the id of a document instead of its text: one of a manifest, or the SHA-256 of a text that a client has sent
 * before, as Apollo's automatic persisted queries do. What an id means cannot be changed by anybody: it follows from
 * the text.
 */
export function usePersistedDocuments({ textOf }: Pick<PersistedDocuments, 'textOf'>): Plugin[] {
  const sent = new LRUCache<string, string>({
    max: maxDocuments,
    maxSize: maxText,
    maxEntrySize: maxDocument,
    sizeCalculation: (text) => text.length + 1,
  });
  return [
    {
      onParams({ params, request, context }) {
        const { query } = params;
        const id = defaultExtractPersistedOperationId(params, request, context);
        if (id === null || typeof query !== 'string' || query === '') return;
        if (textOf(id) === query) return;
        if (hash('sha256', query) !== id) throw ofAnotherText();
        sent.set(id, query);
      },
    },
    usePersistedOperations({
      allowArbitraryOperations: true,
      getPersistedOperation: (id) => textOf(id) ?? sent.get(id) ?? null,
      customErrors: { notFound, keyNotFound: withoutQuery },
    }),
  ];
}

/** In the words that clients go by: they send the text with the id then. */
const notFound = {
  message: 'PersistedQueryNotFound',
  extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
};

const withoutQuery = () =>
  badRequest(
    'The request has no query, and no id of one in extensions.persistedQuery: { version: 1, sha256Hash }.',
  );

const ofAnotherText = () =>
  badRequest('sha256Hash is not the SHA-256 of the query, in lower-case hexadecimal digits.');
