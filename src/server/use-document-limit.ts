import {
  type DocumentNode,
  GraphQLError,
  parse,
  type ParseOptions,
  type Source,
  visit,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { tooExpensive } from './too-expensive.ts';

/** Names, values and signs: a hundred times what a page or a router sends. */
const maxLexicalTokens = 10_000;
/** Operations and fragments. Each two fragments of one place are compared with each other. */
const maxDefinitions = 100;
/**
 * For each place that an error names, GraphQL counts the lines before it. A document has at most a hundred errors, an
 * answer thousands: so in longer ones than this the errors of an answer, and then those of the document, name none.
 */
const maxLines = { executing: 100, validating: 500 };
/**
 * Texts are counted, and what was parsed of one takes about sixty times its memory. So longer documents than any
 * that a page or a router would send are parsed each time: whoever sends a different one with each request must
 * not fill the memory.
 */
const maxDocument = 8_192;
const maxText = 1_048_576;
/** What is kept of even the shortest takes some 3 KiB. */
const maxDocuments = 500;

/**
 * Refuses a document that would take long to read or to validate, and remembers the valid ones that were sent last. Of
 * others nothing is kept: what is wrong with a short text can take twenty times the memory of a valid one.
 */
export function useDocumentLimit(): Plugin {
  const known = new LRUCache<string, DocumentNode>({
    max: maxDocuments,
    maxSize: maxText,
    maxEntrySize: maxDocument,
    // Even an empty document takes some.
    sizeCalculation: (_document, text) => text.length + 1,
  });

  return {
    onParse({ context, setParsedDocument, setParseFn }) {
      const document = known.get(context.params.query ?? '');
      if (document) setParsedDocument(document);
      else setParseFn(parseBounded);
    },
    onValidate({ params, context, setResult }) {
      const text = context.params.query ?? '';
      // oxlint-disable-next-line typescript/no-unsafe-assignment -- envelop does not say what it is
      const document: DocumentNode = params.documentAST;
      if (known.get(text) === document) {
        setResult([]);
        return undefined;
      }
      return ({ valid, result, setResult: replaceResult }) => {
        if (valid) {
          if (Number(document.loc?.endToken.line) > maxLines.executing) forgetPlaces(document);
          known.set(text, document);
        }
        if (result.some(isAborted)) replaceResult([tooMuchToCompare()]);
      };
    },
  };
}

function parseBounded(source: string | Source, options?: ParseOptions): DocumentNode {
  const text = typeof source === 'string' ? source : source.body;
  const lines = text.match(/[\n\r]/g)?.length ?? 0;
  let document: DocumentNode;
  try {
    document = parse(source, {
      ...options,
      maxLexicalTokens,
      noLocation: lines > maxLines.validating,
    });
  } catch (error) {
    if (error instanceof GraphQLError && isAborted(error)) throw tooLong();
    throw error;
  }
  if (document.definitions.length > maxDefinitions) throw tooMany();
  return document;
}

function forgetPlaces(document: DocumentNode): void {
  visit(document, { enter: (node) => void Object.assign(node, { loc: undefined }) });
}

/** GraphQL's limits have no codes. */
const isAborted = ({ message }: Error) =>
  /(tokens\.|^) ?(Parsing|Validation) aborted\.$/.test(message);

const tooLong = () =>
  tooExpensive(
    `The query has more than ${maxLexicalTokens} names, values and signs. Send long lists as variables, and fewer fields in each query.`,
  );

const tooMany = () =>
  tooExpensive(
    `The query has more than ${maxDefinitions} operations and fragments. Send those alone that are needed.`,
  );

const tooMuchToCompare = () =>
  tooExpensive(
    'The query has too many fields of the same name in one place. Ask for each once, or give them aliases.',
  );
