import { hash } from 'node:crypto';
import {
  defaultExtractPersistedOperationId,
  usePersistedOperations,
} from '@graphql-yoga/plugin-persisted-operations';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { PersistedDocuments } from '../documents/persisted-documents.ts';

/** Of texts that clients have left here: in characters, in all and each. */
const maxText = 2 * 2 ** 20;
const maxDocument = 64 * 2 ** 10;
const maxDocuments = 2_000;

/**
 * Takes the id of a document instead of its text: one of a manifest, or the SHA-256 of a text that a client has left
 * before, as Apollo's automatic persisted queries do. What an id means cannot be changed by anybody: it follows from
 * the text.
 */
export function usePersistedDocuments({ textOf }: Pick<PersistedDocuments, 'textOf'>): Plugin[] {
  const left = new LRUCache<string, string>({
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
        left.set(id, query);
      },
    },
    usePersistedOperations({
      allowArbitraryOperations: true,
      getPersistedOperation: (id) => textOf(id) ?? left.get(id) ?? null,
      customErrors: { notFound, keyNotFound },
    }),
  ];
}

/** In the words that clients go by: they send the text with the id then. */
const notFound = {
  message: 'PersistedQueryNotFound',
  extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
};

const keyNotFound = {
  message: 'The request has no query, and no id of a persisted one.',
  extensions: { code: 'BAD_REQUEST', http: { spec: true, status: 400 } },
};

function ofAnotherText(): GraphQLError {
  const message = 'sha256Hash is not the SHA-256 of the query, in small hexadecimal digits.';
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
