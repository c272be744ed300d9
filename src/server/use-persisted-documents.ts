import { hash } from 'node:crypto';
import {
  defaultExtractPersistedOperationId,
  usePersistedOperations,
} from '@graphql-yoga/plugin-persisted-operations';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { PersistedDocuments } from '../documents/persisted-documents.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import { badRequest } from './bad-request.ts';
import { isPlanOnly } from './header-options.ts';
import type { MayExplore } from './may-explore.ts';

/** Of the texts that clients have sent with their ids: in characters, in all and each. Longer ones are parsed each time, which a short id must not ask for. */
const maxText = 2 * 2 ** 20;
const maxDocument = 8_192;
const maxDocuments = 2_000;

interface PersistedDocumentsOptions {
  readonly documents: Pick<PersistedDocuments, 'textOf' | 'documentOf'>;
  /** Whether documents of manifests are taken and no others. */
  readonly noOthers: boolean;
  readonly mayExplore: MayExplore;
}

/**
 * Takes the id of a document instead of its text: one of a manifest, or the SHA-256 of a text that a client has sent
 * before, as Apollo's automatic persisted queries do. What an id means cannot be changed by anybody: it follows from
 * the text.
 *
 * Where only documents of manifests are taken, others are refused here, before they are parsed, and none is kept for
 * its id. Their plans are told to who may explore: nothing is loaded for these.
 */
export function usePersistedDocuments({
  documents: { textOf, documentOf },
  noOthers,
  mayExplore,
}: PersistedDocumentsOptions): Plugin[] {
  const sent = new LRUCache<string, string>({
    max: maxDocuments,
    maxSize: maxText,
    maxEntrySize: maxDocument,
    sizeCalculation: (text) => text.length + 1,
  });
  const isTaken = (text: string, request: Request): boolean =>
    !noOthers ||
    documentOf(text) !== undefined ||
    (isPlanOnly(request.headers) && mayExplore(request));

  return [
    {
      onParams({ params, request, context }) {
        const { query } = params;
        if (typeof query !== 'string' || query === '') return;
        if (!isTaken(query, request)) throw ofNoManifest();
        const id = defaultExtractPersistedOperationId(params, request, context);
        if (id === null || textOf(id) === query) return;
        if (hash('sha256', query) !== id) throw ofAnotherText();
        if (!noOthers) sent.set(id, query);
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

const forbidden: ErrorCode = 'FORBIDDEN';

const ofNoManifest = () =>
  new GraphQLError(
    'Only documents of manifests are answered here, and this is in none of them. Have the operator put the manifest of its client into OPERATIONS_DIR.',
    { extensions: { code: forbidden, http: { status: 403 } } },
  );

const withoutQuery = () =>
  badRequest(
    'The request has no query, and no id of one in extensions.persistedQuery: { version: 1, sha256Hash }.',
  );

const ofAnotherText = () =>
  badRequest('sha256Hash is not the SHA-256 of the query, in lower-case hexadecimal digits.');
