import { type DocumentNode, GraphQLError, type GraphQLSchema, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import { abortedBy, forgetPlaces, parseBounded } from '../documents/check-document.ts';
import type { Http } from './tell-error.ts';

/**
 * Texts are counted, and what was parsed of one takes about a hundred times its memory, with all plans that are made of it
 * twice that. So longer documents than any that a page or a router would send are parsed each time: whoever sends
 * a different one with each request must not fill the memory.
 */
const maxDocument = 8_192;
const maxText = 524_288;
/** What is kept of even the shortest takes some 3 KiB. */
const maxDocuments = 500;

/** Of a text that is no document, or not one of this graph. */
const http: Http = { spec: true, status: 400 };

export interface ReadDocuments {
  /** @throws GraphQLError when the text is no document, or one that would take long to read or to validate */
  parse(text: string): DocumentNode;
  /** Why what was parsed of a text is not answered; empty where it is. */
  validate(
    text: string,
    document: DocumentNode,
    options: { readonly hideSuggestions: boolean },
  ): readonly GraphQLError[];
}

/**
 * Reads documents, and remembers the valid ones that were sent last. Of others nothing is kept: what is wrong with a
 * short text can take twenty times the memory of a valid one.
 *
 * @param persisted the document of a text that is valid, and kept whatever else is sent
 */
export function createReadDocuments(
  schema: GraphQLSchema,
  persisted: (text: string) => DocumentNode | undefined,
): ReadDocuments {
  const recent = new LRUCache<string, DocumentNode>({
    max: maxDocuments,
    maxSize: maxText,
    maxEntrySize: maxDocument,
    // Even an empty document takes some.
    sizeCalculation: (_document, text) => text.length + 1,
  });
  const known = (text: string) => persisted(text) ?? recent.get(text);

  return {
    parse: (text) => known(text) ?? parse(text),
    validate(text, document, { hideSuggestions }) {
      if (known(text) === document) return [];
      const errors = validate(schema, document, undefined, { hideSuggestions });
      if (errors.length > 0) {
        const aborted = abortedBy(errors);
        return (aborted ? [aborted] : errors).map((error) =>
          withCode(error, 'GRAPHQL_VALIDATION_FAILED'),
        );
      }
      forgetPlaces(document);
      recent.set(text, document);
      return [];
    },
  };
}

function parse(text: string): DocumentNode {
  try {
    return parseBounded(text);
  } catch (error) {
    throw error instanceof GraphQLError ? withCode(error, 'GRAPHQL_PARSE_FAILED') : error;
  }
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  Object.assign(error.extensions, { code, ...error.extensions, http });
  return error;
}
