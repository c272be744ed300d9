import { hash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { PersistedDocuments } from '../documents/persisted-documents.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import { badRequest } from './bad-request.ts';
import { isPlanOnly } from './header-options.ts';
import type { Incoming, Params } from './incoming.ts';
import type { MayExplore } from './explore-limit.ts';

/** Of the texts that clients have sent with their ids: in characters, in all and each. Longer ones are parsed each time, which a short id must not ask for. */
const maxText = 2 * 2 ** 20;
const maxDocument = 8_192;
const maxDocuments = 2_000;

interface TextOptions {
  readonly documents: Pick<PersistedDocuments, 'textOf' | 'documentOf'>;
  /** Whether documents of manifests are taken and no others. */
  readonly noOthers: boolean;
  readonly mayExplore: MayExplore;
}

/** @throws GraphQLError when there is none, or it is not taken */
export type ReadText = (params: Params, incoming: Incoming) => string;

/**
 * The text that a request asks for, which it may name by an id: one of a manifest, or the SHA-256 of a text that a
 * client has sent before, as Apollo's automatic persisted queries do. What an id means cannot be changed by anybody: it
 * follows from the text.
 *
 * Where only documents of manifests are taken, others are refused here, before they are parsed, and none is kept for
 * its id. Their plans are told to who may explore: nothing is loaded for these.
 */
export function createReadText({
  documents: { textOf, documentOf },
  noOthers,
  mayExplore,
}: TextOptions): ReadText {
  const sent = new LRUCache<string, string>({
    max: maxDocuments,
    maxSize: maxText,
    maxEntrySize: maxDocument,
    sizeCalculation: (text) => text.length + 1,
  });
  const isTaken = (text: string, incoming: Incoming): boolean =>
    !noOthers ||
    documentOf(text) !== undefined ||
    (isPlanOnly(incoming) && mayExplore(incoming.caller));

  return ({ query, extensions }, incoming) => {
    const id = idIn(extensions);
    if (query) {
      if (!isTaken(query, incoming)) throw ofNoManifest();
      if (id === null || textOf(id) === query) return query;
      if (hash('sha256', query) !== id) throw ofAnotherText();
      if (!noOthers) sent.set(id, query);
      return query;
    }
    if (id === null) throw withoutQuery();
    const text = textOf(id) ?? sent.get(id);
    if (text === undefined) throw notFound();
    return text;
  };
}

/** The id that a request names a document by, as Apollo's clients send it; null without one. */
function idIn(extensions: Params['extensions']): string | null {
  const named = extensions?.['persistedQuery'];
  if (typeof named !== 'object' || named === null) return null;
  if (!('version' in named && named.version === 1 && 'sha256Hash' in named)) return null;
  return typeof named.sha256Hash === 'string' ? named.sha256Hash : null;
}

/** In the words that clients go by: they send the text with the id then. */
const notFound = () =>
  new GraphQLError('PersistedQueryNotFound', {
    extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
  });

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
